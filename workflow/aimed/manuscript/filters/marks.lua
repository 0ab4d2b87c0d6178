-- Resolves the marks of the text by look-up in binding.json: numbers, claims, quotations, literals and
-- conditional blocks. Numbers, claims and quotations lead to the list of evidence: in HTML by a link, in the
-- PDF with evidence by one too, in DOCX by a bookmark that becomes a comment.

local html = FORMAT:match("html") ~= nil
local stringify = pandoc.utils.stringify

-- Quarto runs filters from a script of its own, in the folder that holds filters/
local folder = PANDOC_SCRIPT_FILE:match("marks%.lua$") and pandoc.path.directory(PANDOC_SCRIPT_FILE) or "filters"
local links = assert(loadfile(folder .. "/links.lua"))()
local binding = links.binding
local append_evidence = assert(loadfile(folder .. "/evidence.lua"))(folder, links)
local claims, quotes = pandoc.List({}), pandoc.List({}) -- those that stand, for the list of evidence
local marked, explained = {}, {} -- marks of what was not planned: in this sentence, in the document

local function look_up(part, key)
  local found = binding[part][key]
  if found == nil then
    error("binding.json has no " .. part .. " for: " .. key, 0)
  end
  return found
end

local places = FORMAT == "docx"
  and { n = links.place_of(binding.numbers), c = links.place_of(binding.claim_ids), q = links.place_of(binding.quotes) }

local function bookmark(kind, key, words)
  if places and places[kind][key] then
    return pandoc.Inlines({ pandoc.Span(words, { ("aimed_%s_%d"):format(kind, places[kind][key]), {} }) })
  end
  return words
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
  local words = links.with_evidence(pandoc.Inlines(starts and entry.start or entry.text), entry.ids)
  if #entry.ids > 0 then
    words = bookmark("n", form and (name .. "|" .. form) or name, words)
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

-- Behind a claim stands a link without words, which the page draws as a small circle.
local function with_ground(content, condition)
  local ids = (binding.claim_ids or {})[condition]
  if not ids then
    return content
  elseif html or FORMAT == "typst" then
    claims:insert({ words = stringify(content), condition = condition, ids = links.known_ids(ids) })
    return pandoc.Inlines(content) .. { links.behind_claim("claim-" .. #claims) }
  end
  return bookmark("c", condition, content)
end

local function show_claim(span, content)
  if holds(span) then
    local condition = condition_of(span)
    return with_mark(with_ground(content, condition), (binding.claim_marks or {})[condition])
  end
  local marked = content .. pandoc.Inlines(" [" .. binding.language.words.does_not_hold .. ": " .. condition_of(span) .. "]")
  if FORMAT == "typst" then
    return pandoc.Inlines({ pandoc.RawInline("typst", "#highlight[") })
      .. marked
      .. { pandoc.RawInline("typst", "];") }
  end
  return { pandoc.Span(marked, { class = "false-claim", ["custom-style"] = "False Claim" }) }
end

local function show_quote(span, content)
  local turn = span.attributes.turn or ""
  local attribution = look_up("quotes", turn)
  quotes:insert({ words = stringify(content), attribution = attribution, turn = turn })
  local behind = links.leading(pandoc.Inlines(attribution), "quotation-" .. #quotes)
  local words = pandoc.Inlines({ pandoc.Str("“") }) .. content .. pandoc.Inlines("” (")
  return bookmark("q", turn, words .. behind .. { pandoc.Str(")") })
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
  append_evidence(doc, claims, quotes)
  return doc
end
