# Writes answers.sas7bdat with haven 2.5.1, which no Python package can write. Its bytes hold the time of
# writing, so it is kept and not made anew.
library(haven)
answers <- data.frame(id = c("a1", "a2", "a3", "a4"))
answers$agree <- labelled(c(1, 2, tagged_na("R"), NA), label = "AI should be in the core curriculum")
attr(answers$agree, "format.sas") <- "AGREE"
answers$hours <- c(1.5, 2, 0, NA)
answers$day <- as.Date(c("2020-03-01", "1959-12-31", NA, "2020-03-04"))
answers$at <- as.POSIXct(c("2020-03-01 09:30:00", NA, "2020-03-03 00:00:00", "2020-03-04 23:59:59"), tz = "UTC")
answers$text <- c("5 o\u2019clock", "", "NA", "\u00e9t\u00e9")
suppressWarnings(write_sas(answers, "answers.sas7bdat"))
