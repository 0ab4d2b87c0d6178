-- Resolves the marks of the text by look-up in binding.json: numbers, claims, quotations, literals and
-- conditional blocks. In HTML a number links to its line in the list of evidence at the page's end.

local html = FORMAT:match("html") ~= nil
local stringify = pandoc.utils.stringify

local function read_binding()
  local file = assert(io.open("binding.json", "r"), "binding.json is not beside the document")
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false)
end

local binding = read_binding()
local used, order = {}, {}
local marked, explained = {}, {} -- marks of what was not planned: in this sentence, in the document

local function look_up(part, key)
  local found = binding[part][key]
  if found == nil then
    error("binding.json has no " .. part .. " for: " .. key, 0)
  end
  return found
end

local function note_use(ids)
  for _, id in ipairs(ids) do
    if not used[id] then
      used[id] = true
      order[#order + 1] = id
    end
  end
end

local function explain(ids)
  local n = (binding.evidence[ids[1]] or {}).n or ""
  local parts, seen = { table.concat(ids, ", ") }, { [""] = true }
  if n ~= "" then
    parts[2] = "n = " .. n
  end
  for _, id in ipairs(ids) do
    local method = (binding.evidence[id] or {}).method or ""
    if not seen[method] then
      seen[method] = true
      parts[#parts + 1] = method
    end
  end
  return table.concat(parts, "; ")
end

-- A mark stands once in a sentence, behind the first number or claim that has it.
local function with_mark(inlines, mark)
  if not mark or marked[mark] then
    return inlines
  end
  marked[mark], explained[mark] = true, true
  return pandoc.Inlines(inlines) .. pandoc.Inlines({ pandoc.Str((mark:gsub(" ", "\u{a0}", 1))) })
end

local function show_number(span, starts)
  local form = span.attributes["as"]
  local name = stringify(span.content)
  local entry = look_up("numbers", form and (name .. "|" .. form) or name)
  local words = pandoc.Inlines(starts and entry.start or entry.text)
  if html and #entry.ids > 0 then
    note_use(entry.ids)
    words = { pandoc.Link(words, "#number-" .. entry.ids[1], explain(entry.ids), { class = "number" }) }
  end
  return with_mark(words, entry.mark)
end

local function squeeze(text)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- A claim has a condition, or is bound to rows of the joint display.
local function condition_of(element)
  local holds, row = element.attributes.holds, element.attributes.row
  return squeeze(holds or (row and "row " .. row) or "")
end

local function holds(element)
  return look_up("conditions", condition_of(element))
end

local function show_claim(span, content)
  if holds(span) then
    return with_mark(content, (binding.claim_marks or {})[condition_of(span)])
  end
  local marked = content .. pandoc.Inlines(" [does not hold: " .. condition_of(span) .. "]")
  if FORMAT == "typst" then
    return pandoc.Inlines({ pandoc.RawInline("typst", "#highlight[") })
      .. marked
      .. { pandoc.RawInline("typst", "]") }
  end
  return { pandoc.Span(marked, { class = "false-claim", ["custom-style"] = "False Claim" }) }
end

local function show_quote(span, content)
  local attribution = look_up("quotes", span.attributes.turn or "")
  return pandoc.Inlines({ pandoc.Str("“") }) .. content .. pandoc.Inlines("” (" .. attribution .. ")")
end

local function ends_sentence(previous)
  return previous.t == "Str" and previous.text:match("[.?!][\"'”’)]*$") ~= nil
end

-- A word at the start of a block or after the end of a sentence has a capital.
local function is_start(inlines, at, starts)
  if at == 1 then
    return starts
  end
  local previous = inlines[at - 1]
  local blank = previous.t == "Space" or previous.t == "SoftBreak"
  return previous.t == "LineBreak" or (blank and at > 2 and ends_sentence(inlines[at - 2]))
end

local resolve, resolve_blocks, standing

local function resolve_one(element, starts)
  if element.t == "Note" then
    element.content = resolve_blocks(element.content)
    return { element }
  end
  if element.t == "Span" and element.classes:includes("num") then
    return show_number(element, starts)
  end
  if element.t == "Image" then
    element.caption = resolve(element.caption, true)
    return { element }
  end
  if element.content == nil or type(element.content) == "string" then
    return { element }
  end
  local content = resolve(element.content, starts)
  if element.t == "Span" then
    local classes = element.classes
    if classes:includes("claim") then
      return show_claim(element, content)
    elseif classes:includes("quote") then
      return show_quote(element, content)
    elseif classes:includes("literal") then
      return content
    elseif classes:includes("when") then
      return holds(element) and content or {}
    end
  end
  element.content = content
  return { element }
end

-- Words and blanks, nearly all there is, stay as they are; .tag is read in a third of the time of .t.
local plain = { Str = true, Space = true, SoftBreak = true }

resolve = function(inlines, starts)
  local result = pandoc.Inlines({}) -- to make it of a full table would take as long as all the rest
  for at, element in ipairs(inlines) do
    if plain[element.tag] then
      result[#result + 1] = element
      if next(marked) and element.tag == "Str" and ends_sentence(element) then
        marked = {}
      end
    else
      for _, one in ipairs(resolve_one(element, is_start(inlines, at, starts))) do
        result[#result + 1] = one
      end
    end
  end
  return result
end

-- The blocks that stand: one that does not hold goes with all that is in it.
standing = function(blocks)
  return blocks:walk({
    traverse = "topdown",
    Div = function(div)
      if div.classes:includes("when") then
        return holds(div) and standing(div.content) or {}, false
      end
    end,
  })
end

resolve_blocks = function(blocks)
  return standing(blocks):walk({
    traverse = "topdown",
    Inlines = function(inlines)
      marked = {}
      return resolve(inlines, true), false
    end,
  })
end

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function escape(text)
  return (tostring(text):gsub('[&<>"]', escapes))
end

local function evidence_row(id)
  local known = binding.evidence[id]
  local cells = { known.label, known.shown, known.interval, known.n, known.method }
  local row = { '<tr id="number-' .. escape(id) .. '"><td><code>' .. escape(id) .. "</code></td>" }
  for _, cell in ipairs(cells) do
    row[#row + 1] = "<td>" .. escape(cell) .. "</td>"
  end
  return table.concat(row) .. "</tr>"
end

-- The list stands after the references, which citeproc would otherwise put behind it.
local function append_evidence(doc)
  local has_references = false
  doc.blocks:walk({ Div = function(div) has_references = has_references or div.identifier == "refs" end })
  if doc.meta.bibliography and not has_references then
    doc.blocks:insert(pandoc.Header(1, binding.language.words.references, { "references", { "unnumbered" } }))
    doc.blocks:insert(pandoc.Div({}, { "refs", {} }))
  end
  local rows = {}
  for at, id in ipairs(order) do
    rows[at] = evidence_row(id)
  end
  doc.blocks:insert(pandoc.RawBlock("html", table.concat({
    '<details class="evidence"><summary>Evidence: the numbers of this document</summary>',
    "<table><thead><tr><th>Number</th><th>What</th><th>Value</th><th>Interval</th><th>n</th><th>Method</th>",
    "</tr></thead><tbody>",
    table.concat(rows, "\n"),
    "</tbody></table></details>",
  }, "\n")))
end

-- What the signs mean stands below the text, before the references.
local function explain_signs(blocks)
  local notes = pandoc.Inlines({})
  local said = ""
  for mark in pairs(explained) do
    said = said .. mark
  end
  for _, sign in ipairs({ "†", "‡" }) do
    local words = (binding.mark_notes or {})[sign]
    if words and said:find(sign, 1, true) then
      notes:extend(#notes > 0 and { pandoc.Space() } or {})
      notes:extend(pandoc.Inlines(words))
    end
  end
  local at = #blocks + 1
  for number, block in ipairs(blocks) do
    if block.identifier == "references" or block.identifier == "refs" then
      at = math.min(at, number)
    end
  end
  if #notes > 0 then
    blocks:insert(at, pandoc.Para(notes))
  end
end

function Pandoc(doc)
  for _, key in ipairs({ "title", "subtitle" }) do
    if pandoc.utils.type(doc.meta[key]) == "Inlines" then
      doc.meta[key] = resolve(doc.meta[key], true)
    end
  end
  doc.blocks = resolve_blocks(doc.blocks)
  explain_signs(doc.blocks)
  if html and #order > 0 then
    append_evidence(doc)
  end
  return doc
end
