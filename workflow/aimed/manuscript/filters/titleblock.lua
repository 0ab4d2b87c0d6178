-- The head of the document, the same in every engine: the banner of synthetic data, authors with their
-- affiliations, abstract and keywords leave the front matter and become the first blocks of the text.

local stringify = pandoc.utils.stringify

local function read_banner()
  local file = assert(io.open("binding.json", "r"), "binding.json is not beside the document")
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false).study.banner
end

local function list_of(value)
  if value == nil then
    return {}
  end
  return pandoc.utils.type(value) == "List" and value or { value }
end

local function has_fields(value)
  local kind = pandoc.utils.type(value)
  return kind == "table" or kind == "Meta"
end

-- A block of one style: a class in HTML, a paragraph style in DOCX, a function of layout.typ in PDF.
local function styled(name, style, blocks)
  if FORMAT == "typst" then
    local result = pandoc.Blocks({ pandoc.RawBlock("typst", "#" .. name .. "[") })
    result:extend(blocks)
    result:insert(pandoc.RawBlock("typst", "]"))
    return result
  end
  return pandoc.Blocks({ pandoc.Div(blocks, { class = name, ["custom-style"] = style }) })
end

-- Affiliations in the order in which authors name them.
local function collect_affiliations(meta)
  local names, numbers, order = {}, {}, {}
  for _, declared in ipairs(list_of(meta.affiliations)) do
    names[stringify(declared.id)] = declared.name
  end
  return function(affiliation)
    local key = has_fields(affiliation) and (affiliation.ref or affiliation.name) or affiliation
    key = stringify(key)
    if not numbers[key] then
      order[#order + 1] = names[key] or pandoc.Inlines(key)
      numbers[key] = #order
    end
    return tostring(numbers[key])
  end, order
end

local function author_inlines(author, number_of)
  if not has_fields(author) then
    return pandoc.Inlines(stringify(author)), stringify(author)
  end
  local marks = {}
  for _, affiliation in ipairs(list_of(author.affiliations or author.affiliation)) do
    marks[#marks + 1] = number_of(affiliation)
  end
  if author.corresponding then
    marks[#marks + 1] = "*"
  end
  local words = pandoc.Inlines(stringify(author.name))
  if #marks > 0 then
    words:insert(pandoc.Superscript({ pandoc.Str(table.concat(marks, ",")) }))
  end
  return words, stringify(author.name)
end

local function correspondence(authors)
  for _, author in ipairs(authors) do
    if has_fields(author) and author.corresponding then
      local address = author.email and (", " .. stringify(author.email)) or ""
      return pandoc.Para(pandoc.Inlines("* Correspondence: " .. stringify(author.name) .. address))
    end
  end
end

local function author_blocks(meta)
  local number_of, order = collect_affiliations(meta)
  local line, names, authors = pandoc.Inlines({}), pandoc.List({}), list_of(meta.author)
  for at, author in ipairs(authors) do
    local words, name = author_inlines(author, number_of)
    if at > 1 then
      line:extend({ pandoc.Str(","), pandoc.Space() })
    end
    line:extend(words)
    names:insert(pandoc.MetaInlines(pandoc.Inlines(name)))
  end
  local blocks = pandoc.Blocks({})
  if #authors == 0 then
    return blocks, names
  end
  blocks:extend(styled("authors", "Author", { pandoc.Para(line) }))
  local lines = pandoc.Blocks({})
  for at, affiliation in ipairs(order) do
    local mark = pandoc.Superscript({ pandoc.Str(tostring(at)) })
    lines:insert(pandoc.Para(pandoc.Inlines({ mark, pandoc.Space() }) .. pandoc.Inlines(affiliation)))
  end
  lines:extend({ correspondence(authors) })
  if #lines > 0 then
    blocks:extend(styled("affiliations", "Affiliation", lines))
  end
  return blocks, names
end

local function abstract_blocks(meta)
  local blocks = pandoc.Blocks({})
  if meta.abstract then
    local content = meta.abstract
    if pandoc.utils.type(content) == "Inlines" then
      content = pandoc.Blocks({ pandoc.Para(content) })
    end
    blocks:extend(styled("abstract-title", "Abstract Title", { pandoc.Para("Abstract") }))
    blocks:extend(styled("abstract", "Abstract", content))
  end
  local keywords = pandoc.Inlines({})
  for at, keyword in ipairs(list_of(meta.keywords)) do
    keywords:extend(at > 1 and pandoc.Inlines({ pandoc.Str(";"), pandoc.Space() }) or {})
    keywords:extend(pandoc.utils.type(keyword) == "Inlines" and keyword or pandoc.Inlines(stringify(keyword)))
  end
  if #keywords > 0 then
    local head = pandoc.Inlines({ pandoc.Strong("Keywords:"), pandoc.Space() })
    blocks:extend(styled("keywords", "Keywords", { pandoc.Para(head .. keywords) }))
  end
  return blocks
end

-- Typst's document properties take strings, not content.
local function typst_strings(names)
  return names:map(function(name)
    local quoted = stringify(name):gsub("\\", "\\\\"):gsub('"', '\\"')
    return pandoc.MetaInlines({ pandoc.RawInline("typst", '"' .. quoted .. '"') })
  end)
end

function Pandoc(doc)
  local meta = doc.meta
  local blocks, names = author_blocks(meta)
  blocks:extend(abstract_blocks(meta))
  blocks:extend(doc.blocks)
  doc.blocks = blocks
  -- the names stay for the document's properties; the layouts print them from the text alone
  meta.author = #names > 0 and names or nil
  meta["author-names"] = FORMAT == "typst" and typst_strings(names) or nil
  for _, key in ipairs({ "abstract", "affiliations" }) do
    meta[key] = nil
  end
  local banner = read_banner()
  if banner ~= "" then
    meta.banner = pandoc.MetaInlines(pandoc.Inlines(banner))
  end
  return doc
end
