-- References to tables, figures and equations, as "Table 1", a link where the thing can be reached; numbers of
-- equations; and on the page what a formula or a picture is for those who cannot see it.

local html = FORMAT:match("html") ~= nil
local stringify = pandoc.utils.stringify
local here = {}

-- Quarto runs filters from a script of its own, in the folder that holds filters/
local beside = PANDOC_SCRIPT_FILE:match("references%.lua$")
local folder = beside and pandoc.path.directory(PANDOC_SCRIPT_FILE) or "filters"
local links = assert(loadfile(folder .. "/links.lua"))()
local binding = links.binding

local function known(id)
  local found = binding.references[id]
  if found == nil then
    error("binding.json has no references for: " .. id, 0)
  end
  return found
end

local function is_numbered(id)
  return id:match("^tbl%-") or id:match("^fig%-") or id:match("^eq%-")
end

-- Not tbl- and fig-, nor table- and figure-: Quarto would number those a second time, or warn.
local function anchor(id)
  return (id:gsub("^tbl%-", "table_"):gsub("^fig%-", "figure_"):gsub("^eq%-", "equation_"))
end

local function refer(citation)
  local id = citation.id
  local found = known(id)
  local label = found.label:gsub(" ", "\u{a0}")
  local whole = label
  if citation.mode == "SuppressAuthor" then
    label = label:match("\u{a0}(.*)$")
  end
  local words = { pandoc.Str(label) }
  local counted = FORMAT == "docx" and here[id] and not id:match("^eq%-")
  local field = counted and links.reference(id, whole, label)
  if field then
    words = { pandoc.RawInline("openxml", field) }
  elseif here[id] then
    words = { pandoc.Link(words, "#" .. anchor(id)) }
  elseif html then
    words = { pandoc.Link(words, found.document .. ".html#" .. anchor(id)) }
  end
  local result = pandoc.Inlines(citation.prefix)
  if #result > 0 then
    result:insert(pandoc.Space())
  end
  return result .. words .. citation.suffix
end

local function resolve_references(cite)
  local result = pandoc.Inlines({})
  for at, citation in ipairs(cite.citations) do
    if not is_numbered(citation.id) then
      if at > 1 and #result > 0 then
        error("one bracket holds a reference and a citation: " .. stringify(cite), 0)
      end
      return nil
    end
    if at > 1 then
      local last = at == #cite.citations
      result:extend(pandoc.Inlines(last and " " .. binding.language.words["and"] .. " " or ", "))
    end
    result:extend(refer(citation))
  end
  return result
end

local function typst_string(text)
  return '"' .. text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""):gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function numbered(formula, id)
  local number = "(" .. known(id).label:match(" (.*)$") .. ")"
  if FORMAT == "typst" then
    local opening = "#[#set math.equation(numbering: _ => " .. typst_string(number)
    opening = opening .. ", alt: " .. typst_string(formula.text) .. ")\n"
    local closing = " <" .. anchor(id) .. ">];"
    return { pandoc.RawInline("typst", opening), formula, pandoc.RawInline("typst", closing) }
  elseif html then
    local sign = pandoc.Span({ pandoc.Str(number) }, { class = "equation-number" })
    return { pandoc.Span({ formula, sign }, { id = anchor(id), class = "equation" }) }
  end
  if FORMAT:match("jats") then
    return { pandoc.Span({ formula }, { id = anchor(id) }) }
  end
  local text = formula.text:gsub("%s+$", "") .. "\\qquad" .. number
  return { pandoc.Span({ pandoc.Math("DisplayMath", text) }, { id = anchor(id) }) }
end

-- $$ ... $$ {#eq-name}: a displayed formula, and behind it its name.
local function name_behind(inlines, at)
  local behind = at + 1
  local blank = inlines[behind] and inlines[behind].t
  if blank == "Space" or blank == "SoftBreak" then
    behind = behind + 1
  end
  local word = inlines[behind]
  local id, rest = (word and word.t == "Str" and word.text or ""):match("^{#(eq%-[%w_-]+)}(.*)$")
  return id, rest, behind
end

local function write_formulas(inlines)
  local result, at = pandoc.Inlines({}), 1
  while at <= #inlines do
    local element = inlines[at]
    local id, rest, behind = nil, nil, at
    if element.t == "Math" and element.mathtype == "DisplayMath" then
      id, rest, behind = name_behind(inlines, at)
    end
    if id then
      result:extend(numbered(element, id))
      result:extend(rest ~= "" and { pandoc.Str(rest) } or {})
      at = behind
    elseif element.t == "Math" and FORMAT == "typst" then
      local opening = "#[#set math.equation(alt: " .. typst_string(element.text) .. ");"
      result:extend({ pandoc.RawInline("typst", opening), element, pandoc.RawInline("typst", "];") })
    else
      result:insert(element)
    end
    at = at + 1
  end
  return result
end

local function has_formula(inlines)
  return inlines:find_if(function(element) return element.t == "Math" end)
end

-- Pandoc's writer leaves the alternative text out.
local function describe(image)
  local alt = image.attributes.alt or stringify(image.caption)
  if FORMAT ~= "typst" or alt == "" then
    return nil
  end
  local size = ""
  for _, side in ipairs({ "width", "height" }) do
    local asked = image.attributes[side]
    if asked and asked:match("^[%d.]+%a*%%?$") then
      size = size .. ", " .. side .. ": " .. asked:gsub("px$", "pt"):gsub("^([%d.]+)$", "%1pt")
    end
  end
  local call = "#image(" .. typst_string(image.src) .. size .. ", alt: " .. typst_string(alt) .. ");"
  return pandoc.RawInline("typst", call)
end

function Pandoc(doc)
  doc.blocks:walk({
    Div = function(div)
      here[div.identifier] = true
    end,
    Str = function(word)
      here[word.text:match("^{#(eq%-[%w_-]+)}") or ""] = true
    end,
  })
  doc.blocks = doc.blocks:walk({ Cite = resolve_references })
  doc.blocks = doc.blocks:walk({
    Image = describe,
    Inlines = function(inlines)
      return has_formula(inlines) and write_formulas(inlines) or nil
    end,
  })
  return doc
end
