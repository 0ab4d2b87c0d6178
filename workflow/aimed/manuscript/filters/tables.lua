-- Every table, made or written by hand: its head in bold, on the page columns as wide as their content asks
-- for, and in a word that is wider than that the places where it may be broken. A browser and Word find better
-- widths by themselves, and Word breaks a word wherever it must.

local html = FORMAT:match("html") ~= nil
local jats = FORMAT:match("jats") ~= nil -- data alone: who shows them, lays them out
local stringify = pandoc.utils.stringify
-- in characters: the page, the most that a word, a text and a label of the first column ask for, the
-- least that a label keeps, and the room between columns
local PAGE, LONGEST_WORD, LONGEST_TEXT, LABEL, SHORT_LABEL, GAP = 106, 30, 45, 26, 18, 3

-- The keys of methods.bib, whose methods the ledger names by their authors and year.
local function read_methods()
  local keys = {}
  for line in io.lines("layout/methods.bib") do
    keys[line:match("^@%w+{(%w+),") or ""] = true
  end
  return keys
end

local methods -- read when the first year in brackets is met

-- "Hyndman & Fan 1996" has the key hyndman1996.
local function key_of(name)
  local author, year = name:gsub("é", "e"):match("^(%u%a+)[^%d]* (%d%d%d%d)")
  if not author then
    return nil
  end
  methods = methods or read_methods()
  local key = author:lower() .. year
  return methods[key] and key
end

local function cite(keys)
  local citations = {}
  for at, key in ipairs(keys) do
    citations[at] = pandoc.Citation(key, "NormalCitation")
  end
  return pandoc.Cite(pandoc.Inlines("[0]"), citations)
end

-- The sources in brackets: their keys, and what else the brackets say. No keys where one is unknown.
local function read_sources(inner)
  local keys, more = {}, ""
  for part in (inner .. "; "):gmatch("(.-); ") do
    local key = key_of(part)
    if not key then
      return {}, ""
    end
    keys[#keys + 1], more = key, more .. part:match("%d%d%d%d(.*)$")
  end
  return keys, more
end

-- Authors and year become a citation, so that each method is in the list of references.
local function cite_methods(str)
  local text, result, from = str.text:gsub("\u{a0}", " "), pandoc.Inlines({}), 1
  text = text:gsub(" of (%u[^();,%d]+) (%d%d%d%d)", " of %1 (%1 %2)")
  for start, inner, after in text:gmatch("()%(([^()]*)%)()") do
    local keys, more = read_sources(inner)
    if #keys > 0 then
      local before = text:sub(from, start - 2) .. more .. "\u{a0}"
      result:extend({ pandoc.Str(before), cite(keys) })
      from = after
    end
  end
  if from == 1 then
    return nil
  end
  result:insert(pandoc.Str(text:sub(from)))
  return result
end

local function embolden(row)
  for _, cell in ipairs(row.cells) do
    cell.contents = cell.contents:walk({
      Plain = function(plain)
        return pandoc.Plain({ pandoc.Strong(plain.content) })
      end,
    })
  end
end

local function lines_of(element)
  local lines = {}
  local function read(row)
    local line = {}
    for at, cell in ipairs(row.cells) do
      line[at] = cell.col_span == 1 and stringify(cell.contents) or ""
    end
    lines[#lines + 1] = line
  end
  for _, row in ipairs(element.head.rows) do
    read(row)
  end
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do
      read(row)
    end
  end
  return lines
end

-- The longest text and the longest word of a column, in characters.
local function measure(lines, at)
  local longest, word = 0, 0
  for number, line in ipairs(lines) do
    local text, bold = line[at] or "", number == 1 and 1.12 or 1
    longest = math.max(longest, bold * utf8.len(text))
    for part in text:gmatch("%S+") do
      local wide = part:match("%d") and 1.08 or 1
      word = math.max(word, bold * wide * utf8.len(part))
    end
  end
  return longest, word
end

-- Columns get the room of their longest word, the first that of a label; they share what is left by how
-- much more they could use. What nobody needs goes to the first, or to a last one of words.
local function column_widths(lines, specs)
  local columns = #specs
  local minimum, wish, total, more = {}, {}, 0, 0
  for at = 1, columns do
    local longest, word = measure(lines, at)
    local label = at == 1 and math.min(longest, LABEL) or 0
    minimum[at] = math.max(math.min(word, LONGEST_WORD), label) + GAP
    wish[at] = math.max(math.min(longest, LONGEST_TEXT) + GAP - minimum[at], 0)
    total, more = total + minimum[at], more + wish[at]
  end
  if total > PAGE then -- the label gives way first
    local _, word = measure(lines, 1)
    local less = math.min(total - PAGE, math.max(minimum[1] - math.max(word, SHORT_LABEL) - GAP, 0))
    minimum[1], total = minimum[1] - less, total - less
  end
  local widths, used, room = {}, 0, math.max(PAGE - total, 0)
  for at = 1, columns do
    widths[at] = minimum[at] + (more > room and wish[at] * room / more or wish[at])
    used = used + widths[at]
  end
  local spare = specs[columns][1] == "AlignRight" and 1 or columns
  widths[spare] = widths[spare] + math.max(PAGE - used, 0)
  used = math.max(used, PAGE)
  for at = 1, columns do
    widths[at] = math.floor(1000 * widths[at] / used) / 1000
  end
  return widths
end

-- A word may be broken behind a sign as it is, and with a hyphen at every sixth letter of a row of letters.
local function breakable(word)
  local result, run, letters = pandoc.Inlines({}), "", 0
  local function offer(mark, tag)
    result:insert(pandoc.Str(run .. (html and "" or mark)))
    result:extend(html and { pandoc.RawInline("html", tag) } or {})
    run, letters = "", 0
  end
  for _, code in utf8.codes(word) do
    local is_letter = code > 0x7f or utf8.char(code):match("%w")
    if letters == 6 and is_letter then
      offer("\u{ad}", "&shy;")
    end
    run, letters = run .. utf8.char(code), is_letter and letters + 1 or 0
    if not is_letter then
      offer("\u{200b}", "<wbr>")
    end
  end
  result:insert(pandoc.Str(run))
  return result
end

local function break_words(row, widths)
  for at, cell in ipairs(row.cells) do
    local room = widths and cell.col_span == 1 and math.floor(widths[at] * PAGE) - GAP or LONGEST_WORD
    local long = false
    local text = stringify(cell.contents):gsub("\u{a0}", " ") -- whole, as a class would take its bytes
    for word in text:gmatch("%S+") do
      long = long or utf8.len(word) > math.max(room, SHORT_LABEL)
    end
    if long then
      cell.contents = cell.contents:walk({
        Str = function(word)
          return utf8.len(word.text) > math.max(room, SHORT_LABEL) and breakable(word.text) or nil
        end,
      })
    end
  end
end

-- A table wider than the screen is moved within its frame, with the keyboard too; the page stays.
local function framed(element)
  local words = element.caption.long[1] and stringify(element.caption.long[1]):match("^(.-)%.") or ""
  local named = { { "tabindex", "0" } } -- a list keeps its order
  if words ~= "" then
    named = { { "role", "region" }, { "aria-label", words }, { "tabindex", "0" } }
  end
  return pandoc.Div({ element }, pandoc.Attr("", { "table-frame" }, named))
end

local FLOATING, LONG, PAGE_OF_TEXT = "^#whole%-table", "#place.flush()", 3500 -- letters

-- The tables of floats.lua that float and those that go over pages, each with the letters of text behind it.
local function list_tables(blocks)
  local found, before = {}, 0
  blocks:walk({
    traverse = "topdown",
    RawBlock = function(raw)
      if raw.text:match(FLOATING) or raw.text == LONG then
        found[#found + 1] = { long = raw.text == LONG, letters = 0, near = before < PAGE_OF_TEXT }
      end
    end,
    Para = function(para)
      local last, letters = found[#found], utf8.len(stringify(para))
      before = before + letters
      if last then
        last.letters = last.letters + letters
      end
    end,
    Table = function(element)
      return element, false
    end,
  })
  return found
end

-- A table that floats to the foot of its page could come behind a long one that follows, and one of the first
-- page above the title: where less than a page of text stands between, it stays in the text.
function Pandoc(doc)
  if FORMAT ~= "typst" then
    return nil
  end
  local found, letters, at = list_tables(doc.blocks), math.huge, 0
  for place = #found, 1, -1 do
    letters = found[place].long and 0 or letters + found[place].letters
    found[place].near = found[place].near or letters < PAGE_OF_TEXT
  end
  doc.blocks = doc.blocks:walk({
    RawBlock = function(raw)
      if raw.text:match(FLOATING) or raw.text == LONG then
        at = at + 1
        raw.text = found[at].near and raw.text:gsub(FLOATING, "#kept-table") or raw.text
        return raw
      end
    end,
  })
  return doc
end

function Table(element)
  element = element:walk({ Str = cite_methods })
  local widths = not (html or jats) and column_widths(lines_of(element), element.colspecs) or nil
  for at, spec in ipairs(widths and element.colspecs or {}) do
    element.colspecs[at] = { spec[1], spec[2] or widths[at] }
  end
  if not jats and FORMAT ~= "docx" then
    for _, row in ipairs(element.head.rows) do
      break_words(row, widths)
    end
    for _, body in ipairs(element.bodies) do
      for _, row in ipairs(body.body) do
        break_words(row, widths)
      end
    end
  end
  for _, row in ipairs(element.head.rows) do
    if not jats then
      embolden(row)
    end
    for _, cell in ipairs(html and row.cells or {}) do
      cell.attributes.scope = cell.col_span > 1 and "colgroup" or "col"
    end
  end
  return html and framed(element) or element
end
