# Make a project with RQDA's own code: Rscript make_rqda.R FOLDER_OF_ITS_SOURCE (needs RSQLite, and no GTK).
#
# Its new_proj makes the tables, ImportFile takes the text in, addcode makes codes and insertCoding codes words; what
# its windows write besides (categories, memos, cases, deletions) is written as the statements there write it.

library(DBI)
library(RSQLite)
source_folder <- commandArgs(trailingOnly = TRUE)[1]
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)[1]))
date <- function() "Tue Mar  4 10:00:00 2025"
.rqda <- new.env()
.rqda$encoding <- "UTF-8"
.rqda$BOM <- FALSE
gmessage <- gconfirm <- function(...) stop("a window was asked for")
for (file in c("utils", "ProjectFun", "FilesFun", "CodesFun", "relation", "autoCoding")) {
  for (part in parse(file.path(source_folder, "R", paste0(file, ".R")), encoding = "UTF-8")) {
    made <- length(part) == 3 && identical(part[[1]], as.name("<-")) && is.call(part[[3]]) &&
      identical(part[[3]][[1]], as.name("function"))
    if (made) eval(part, globalenv())
  }
}
closeProjBF <- function() NULL

text <- paste0(
  "Moderator: Welcome, everyone! \U1F44B\U1F3FD What is missing?\n",
  "P1: No network \U1F4F5 in our wards \u2013 \u201Cnone at all\u201D.\n",
  "P2: One tablet for a whole ward, na\u00EFve as it sounds.\n",
  "P1: No network, again, and cafe\u0301s have it.\n"
)
folder <- tempfile("group")
dir.create(folder)
writeLines(enc2utf8(strsplit(text, "\n")[[1]]), file.path(folder, "group_1.txt"), useBytes = TRUE)
target <- file.path(here, "wards.rqda")
unlink(target)
new_proj(target)
.rqda$owner <- "Ann"
ImportFile(file.path(folder, "group_1.txt"))
for (name in c("internet", "tablets", "worry", "taken back")) addcode(name)
told <- RQDAQuery("select file from source where id = 1")$file
Encoding(told) <- "UTF-8"
code <- function(owner, cid, start, end) {
  .rqda$owner <- owner
  insertCoding(1L, as.integer(cid), start, end, told)
}
code("Ann", 1, 54, 79)
code("Ann", 3, 82, 95)
code("Bo", 2, 101, 149)
code("Bo", 1, 177, 183)
code("Ann", 4, 4, 6)
code("Ann", 3, 0, 9)
run <- function(...) dbExecute(.rqda$qdacon, sprintf(...))
run("update freecode set memo = 'Connection & price.' where id = 1")
run("update freecode set status = 0 where id = 4") # as its button Delete does
run("update coding set status = 0 where cid = 4")
run("update coding set status = -1 where selfirst = 0") # as its button Unmark does
run("update coding set memo = 'Both said so.' where cid = 2")
for (at in 1:2) {
  name <- c("Access", "Devices")[at]
  run("insert into codecat (name, catid, status, date, owner, memo) values ('%s', %i, 1, '%s', 'Ann', '%s')",
    name, at, date(), c("All of it.", "")[at])
}
for (pair in list(c(1, 1), c(2, 1), c(2, 2))) {
  run("insert into treecode (cid, catid, status, date, owner) values (%i, %i, 1, '%s', 'Ann')",
    as.integer(pair[1]), as.integer(pair[2]), date())
}
run("insert into coding2 (cid, fid, seltext, selfirst, selend, status, owner) values (1, 1, 'tablet', 105, 111, 1, 'Bo')")
run("insert into cases (name, id, status, owner) values ('P1', 1, 1, 'Ann')")
run("insert into caselinkage (caseid, fid, selfirst, selend, status, owner) values (1, 1, 50, 97, 1, 'Ann')")
run("insert into annotation (fid, position, annotation, status, owner) values (1, 54, 'Ask again.', 1, 'Ann')")
run("insert into journal (name, journal, status, owner) values ('Day 1', 'A start.', 1, 'Ann')")
invisible(dbDisconnect(.rqda$qdacon))
