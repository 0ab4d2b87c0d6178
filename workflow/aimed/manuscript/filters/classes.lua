-- What stands in the source for its writer alone, and Quarto's own ways of saying what a page is like, done
-- alike by every engine: comments go; .landscape, .content-visible, .content-hidden and {{< pagebreak >}}.

local stringify = pandoc.utils.stringify
local html = FORMAT:match("html") ~= nil
local names = { [FORMAT] = true, html = html, pdf = FORMAT == "typst" }

local function uncommented(raw)
  local text = raw.format == "html" and raw.text:gsub("<!%-%-.-%-%->", "") or raw.text
  if text:match("^%s*$") then
    return {}
  end
  raw.text = text
  return raw
end

-- A comment among words leaves one blank, not two.
local function uncomment_line(inlines)
  local result = pandoc.Inlines({})
  for at, element in ipairs(inlines) do
    local follows = at > 1 and inlines[at - 1].t == "RawInline" and (#result == 0 or result[#result].t == "Space")
    if element.t == "RawInline" then
      result:extend(pandoc.Inlines(uncommented(element)))
    elseif not (follows and element.t == "Space") then
      result:insert(element)
    end
  end
  return result
end

local comments = {
  RawBlock = uncommented,
  Inlines = function(inlines)
    return inlines:find_if(function(element) return element.t == "RawInline" end) and uncomment_line(inlines) or nil
  end,
}

-- Quarto shows content for the formats that it names; under what else it may depend, is not known here.
local function is_shown(div)
  local when, unless = div.attributes["when-format"], div.attributes["unless-format"]
  if not when and not unless then
    local said = div.classes:includes("content-visible") and "content-visible" or "content-hidden"
    for key in pairs(div.attributes) do
      error("." .. said .. " can be with when-format or unless-format, not with " .. key, 0)
    end
    return said == "content-visible"
  end
  local named = names[when or unless] == true
  local applies = named == (when ~= nil)
  return applies == div.classes:includes("content-visible")
end

local function read_section()
  local file = io.open("reference.docx", "rb")
  local packed = file and file:read("a") or ""
  if file then
    file:close()
  end
  for _, entry in ipairs(packed ~= "" and pandoc.zip.Archive(packed).entries or {}) do
    if entry.path == "word/document.xml" then
      return entry:contents():match("<w:sectPr[^>]*>(.-)</w:sectPr>") or ""
    end
  end
  return ""
end

-- In Word a section ends with a paragraph that says what its pages were like: header and footer as well.
local function end_section(properties)
  local paragraph = "<w:p><w:pPr><w:sectPr>" .. properties .. "</w:sectPr></w:pPr></w:p>"
  return pandoc.RawBlock("openxml", paragraph)
end

local function on_its_side(properties)
  return (properties:gsub("<w:pgSz[^>]*>", function(size)
    local width, height = size:match('w:w="(%d+)"'), size:match('w:h="(%d+)"')
    return ('<w:pgSz w:w="%s" w:h="%s" w:orient="landscape"/>'):format(height, width)
  end))
end

local function landscape(div)
  if FORMAT == "typst" then
    local result = pandoc.Blocks({ pandoc.RawBlock("typst", "#page(flipped: true)[") })
    result:extend(div.content)
    result:insert(pandoc.RawBlock("typst", "]"))
    return result
  elseif FORMAT == "docx" then
    local upright = read_section()
    local result = pandoc.Blocks({ end_section(upright) })
    result:extend(div.content)
    result:insert(end_section(on_its_side(upright)))
    return result
  end
end

local breaks = {
  typst = "#pagebreak(weak: true)",
  openxml = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
  html = '<div class="page-break"></div>',
}

-- Quarto has read its shortcodes before this filter runs: what is still there, is for Pandoc.
local function shortcode(paragraph)
  local name = stringify(paragraph.content):match("^{{<%s*(.-)%s*>}}$")
  if not name or quarto then
    return nil
  elseif name ~= "pagebreak" then
    error("{{< " .. name .. " >}} is known to Quarto alone: only {{< pagebreak >}} is done by every engine", 0)
  end
  local target = FORMAT == "docx" and "openxml" or (html and "html" or FORMAT)
  return breaks[target] and pandoc.RawBlock(target, breaks[target]) or {}
end

local function by_class(div)
  if div.classes:includes("content-visible") or div.classes:includes("content-hidden") then
    return is_shown(div) and div.content:walk({ Div = by_class }) or {}
  elseif div.classes:includes("landscape") then
    return landscape(div)
  end
end

local function uncomment_value(value)
  local kind = pandoc.utils.type(value)
  if kind == "Inlines" or kind == "Blocks" then
    return value:walk(comments)
  elseif kind == "List" or kind == "table" then
    for key, inner in pairs(value) do
      value[key] = uncomment_value(inner)
    end
  end
  return value
end

function Pandoc(doc)
  doc.blocks = doc.blocks:walk(comments):walk({ Div = by_class, Para = shortcode })
  for _, key in ipairs({ "title", "subtitle", "abstract", "keywords", "funding" }) do
    doc.meta[key] = uncomment_value(doc.meta[key])
  end
  return doc
end
