-- What leads from a number to its line in the list of evidence, and from a reference to a table or figure.
-- No filter of its own, but called by marks.lua and floats.lua: studies name their filters in _quarto.yml.

local html = FORMAT:match("html") ~= nil

local function read_binding()
  local file = assert(io.open("binding.json", "r"), "binding.json is not beside the document")
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false)
end

local binding = read_binding()
local links = { binding = binding }

function links.known_ids(ids)
  local known = {}
  for _, id in ipairs(ids) do
    if (binding.evidence or {})[id] then
      known[#known + 1] = id
    end
  end
  return known
end

-- Words that lead to an entry of the list of evidence, on the page and in the PDF with evidence.
-- ids: those of the numbers, where there are several.
function links.leading(words, entry, ids)
  if html then
    local more = ids and { ["data-ids"] = table.concat(ids, " ") } or {}
    return pandoc.Inlines({ pandoc.Link(words, "#" .. entry, "", pandoc.Attr("", { "number" }, more)) })
  elseif FORMAT == "typst" then
    local entries = ids and "number-" .. table.concat(ids, '", "number-') or entry
    local opening = pandoc.RawInline("typst", ('#evidenced("%s")['):format(entries))
    return pandoc.Inlines({ opening }) .. words .. { pandoc.RawInline("typst", "];") } -- ; ends the call
  end
  return words
end

-- Behind a claim stands a link without words, which page and PDF draw as a small circle.
function links.behind_claim(entry)
  if html then
    local attributes = { ["aria-label"] = binding.language.words.rests_on }
    return pandoc.Link({}, "#" .. entry, "", pandoc.Attr("", { "why" }, attributes))
  end
  return pandoc.RawInline("typst", ('#grounded("%s");'):format(entry))
end

-- The words of one or more numbers, leading to the line of the first.
function links.with_evidence(words, ids)
  local known = links.known_ids((html or FORMAT == "typst") and ids or {})
  links.used = links.used or #known > 0
  if #known == 0 then
    return words
  end
  return links.leading(words, "number-" .. known[1], #known > 1 and known or nil)
end

-- What is looked up by the number of a key among all keys, sorted, as Python sorts them.
function links.place_of(part)
  local keys, places = {}, {}
  for key in pairs(part or {}) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  for at, key in ipairs(keys) do
    places[key] = at
  end
  return places
end

local function run(content, bold)
  local properties = bold and "<w:rPr><w:b/><w:bCs/></w:rPr>" or ""
  return "<w:r>" .. properties .. content .. "</w:r>"
end

local function text(words, bold)
  return run('<w:t xml:space="preserve">' .. words .. "</w:t>", bold)
end

local function field(instruction, shown, bold)
  local parts = { run('<w:fldChar w:fldCharType="begin"/>', bold) }
  parts[2] = run('<w:instrText xml:space="preserve"> ' .. instruction .. " </w:instrText>", bold)
  parts[3] = run('<w:fldChar w:fldCharType="separate"/>', bold)
  parts[4] = text(shown, bold)
  parts[5] = run('<w:fldChar w:fldCharType="end"/>', bold)
  return table.concat(parts)
end

-- What Word counts a table or figure by: Table, Figure, Table_S; the words before the number, and the number.
local function parts_of(id, label)
  local word, letters, number = label:match("^(.-)([A-Z]*)(%d+)$")
  if not number then
    return nil
  end
  local kind = id:match("^tbl%-") and "Table" or "Figure"
  return kind .. (letters ~= "" and "_" .. letters or ""), word, letters, number
end

local marked = 0

local function within_bookmark(name, content)
  marked = marked + 1
  local number = 900000 + marked -- Pandoc counts its own from 1
  local opening = ('<w:bookmarkStart w:id="%d" w:name="%s"/>'):format(number, name)
  return opening .. content .. ('<w:bookmarkEnd w:id="%d"/>'):format(number)
end

-- Word's own caption: "Table S" and a number that Word counts, within a bookmark that references name.
function links.caption_label(id, label)
  local sequence, word, letters, number = parts_of(id, label)
  if not sequence then
    return nil
  end
  local name = "_Ref_" .. sequence .. number
  local counted = text(letters, true) .. field("SEQ " .. sequence .. " \\* ARABIC", number, true)
  return within_bookmark(name, text(word, true) .. within_bookmark(name .. "_n", counted)) .. text(".", true)
end

-- A reference that Word renews: the words as they stand, of the whole label or its number.
function links.reference(id, label, words)
  local sequence, _, _, number = parts_of(id, label)
  if not sequence then
    return nil
  end
  return field("REF _Ref_" .. sequence .. number .. (words == label and "" or "_n") .. " \\h", words)
end

return links
