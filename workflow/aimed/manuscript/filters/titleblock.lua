-- The head of the document, the same in every engine: the banner of synthetic data, authors with their
-- affiliations, funding, abstract and keywords leave the front matter and become the first blocks of the text.

local stringify = pandoc.utils.stringify

local function read_binding()
  local file = assert(io.open("binding.json", "r"), "binding.json is not beside the document")
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false)
end

local binding = read_binding()
local words = binding.language.words

local function list_of(value)
  if value == nil then
    return pandoc.List({})
  end
  return pandoc.utils.type(value) == "List" and value or pandoc.List({ value })
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

-- A name, whole or in two parts.
local function read_name(written)
  if not has_fields(written) then
    return { literal = stringify(written) }
  end
  local parts = {}
  for _, key in ipairs({ "given", "family" }) do
    parts[#parts + 1] = written[key] and stringify(written[key])
  end
  local name = { literal = written.literal and stringify(written.literal) or table.concat(parts, " ") }
  if #parts == 2 then
    name.given, name.family = parts[1], parts[2]
  end
  return name
end

-- A name, and what else is known of an author. Quarto has taken the names apart before this filter runs:
-- what was written under author stands in authors there.
local function read_author(written)
  if not has_fields(written) then
    return { name = stringify(written), parts = {}, affiliations = {} }
  end
  local more = has_fields(written.attributes) and written.attributes or {}
  local name = read_name(written.name)
  return {
    name = name.literal,
    parts = name,
    affiliations = list_of(written.affiliations or written.affiliation),
    corresponding = written.corresponding or more.corresponding,
    email = written.email and stringify(written.email),
    orcid = written.orcid and stringify(written.orcid):match("[%dX%-]+$"),
  }
end

local function author_inlines(author, number_of)
  local marks = {}
  for _, affiliation in ipairs(author.affiliations) do
    marks[#marks + 1] = number_of(affiliation)
  end
  if author.corresponding then
    marks[#marks + 1] = "*"
  end
  local inlines = pandoc.Inlines(author.name)
  if #marks > 0 then
    inlines:insert(pandoc.Superscript({ pandoc.Str(table.concat(marks, ",")) }))
  end
  return inlines
end

-- Below the affiliations: who is written to, and the identifiers of those who have one.
local function lines_about(authors)
  local lines, identifiers = pandoc.Blocks({}), pandoc.Inlines({})
  for _, author in ipairs(authors) do
    if author.corresponding and #lines == 0 then
      local line = pandoc.Inlines("* " .. words.correspondence .. ": " .. author.name)
      if author.email then
        line:extend({ pandoc.Str(","), pandoc.Space() })
        line:insert(pandoc.Link(author.email, "mailto:" .. author.email))
      end
      lines:insert(pandoc.Para(line))
    end
    if author.orcid then
      identifiers:extend(#identifiers > 0 and { pandoc.Str(";"), pandoc.Space() } or {})
      identifiers:extend(pandoc.Inlines(author.name .. " "))
      identifiers:insert(pandoc.Link(author.orcid, "https://orcid.org/" .. author.orcid))
    end
  end
  if #identifiers > 0 then
    lines:insert(pandoc.Para(pandoc.Inlines({ pandoc.Str("ORCID:"), pandoc.Space() }) .. identifiers))
  end
  return lines
end

local function author_blocks(meta)
  local number_of, order = collect_affiliations(meta)
  local line, names = pandoc.Inlines({}), pandoc.List({})
  local authors = list_of(meta.authors or meta.author):map(read_author)
  for at, author in ipairs(authors) do
    if at > 1 then
      line:extend({ pandoc.Str(","), pandoc.Space() })
    end
    line:extend(author_inlines(author, number_of))
    names:insert(pandoc.MetaInlines(pandoc.Inlines(author.name)))
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
  lines:extend(lines_about(authors))
  if #lines > 0 then
    blocks:extend(styled("affiliations", "Affiliation", lines))
  end
  return blocks, names
end

local function labelled(label, inlines)
  return pandoc.Para(pandoc.Inlines({ pandoc.Strong(label .. ":"), pandoc.Space() }) .. inlines)
end

-- Funding is a text, or a list of texts or of entries with a statement or a source and a number, as Quarto has it.
local function funding_inlines(written)
  local inlines = pandoc.Inlines({})
  for at, entry in ipairs(list_of(written)) do
    local said = entry
    if has_fields(entry) then
      said = entry.statement or entry.source or entry.name or ""
      said = has_fields(said) and (said.text or said.name or "") or said
      local number = not entry.statement and (entry["award-id"] or entry.award or entry.id)
      said = number and (stringify(said) .. " (" .. stringify(number) .. ")") or said
    end
    inlines:extend(at > 1 and pandoc.Inlines({ pandoc.Str(";"), pandoc.Space() }) or {})
    inlines:extend(pandoc.utils.type(said) == "Inlines" and said or pandoc.Inlines(stringify(said)))
  end
  return inlines
end

-- In JATS what is known of the article stays data, and Pandoc's writer puts it in its place; the abstract goes
-- with the text until its marks are resolved. A name is not taken apart that the author did not take apart.
local function describe_article(meta)
  local number_of, order = collect_affiliations(meta)
  local addresses = pandoc.List({})
  local function describe_author(author)
    local numbers = pandoc.List(author.affiliations):map(number_of)
    local known = { name = pandoc.Inlines(author.name), affiliation = numbers, email = author.email }
    known["given-names"], known.surname = author.parts.given, author.parts.family
    known.orcid = author.orcid and "https://orcid.org/" .. author.orcid
    if author.corresponding and author.email then
      addresses:insert({ id = tostring(#addresses + 1), email = author.email })
      known["cor-id"], known.email = tostring(#addresses), nil
    end
    return known
  end
  meta.author = list_of(meta.authors or meta.author):map(read_author):map(describe_author)
  meta.affiliation = pandoc.List({})
  for at, affiliation in ipairs(order) do
    meta.affiliation[at] = { id = tostring(at), organization = pandoc.Inlines(affiliation) }
  end
  local funding = funding_inlines(meta.funding)
  local article = has_fields(meta.article) and meta.article or {}
  article.type = article.type or "research-article"
  article["funding-statement"] = #funding > 0 and funding or nil
  article["author-notes"] = #addresses > 0 and { corresp = addresses } or nil
  meta.article, meta.tags = article, meta.keywords
  if binding.study.banner ~= "" then
    meta.notes = pandoc.Blocks({ pandoc.Para(pandoc.Inlines(binding.study.banner)) })
  end
  if not meta.abstract then
    return pandoc.Blocks({})
  end
  local content = meta.abstract
  content = pandoc.utils.type(content) == "Inlines" and pandoc.Blocks({ pandoc.Para(content) }) or content
  return pandoc.Blocks({ pandoc.Div(content, { ["content-type"] = "abstract" }) })
end

local function abstract_blocks(meta)
  local blocks = pandoc.Blocks({})
  if meta.abstract then
    local content = meta.abstract
    if pandoc.utils.type(content) == "Inlines" then
      content = pandoc.Blocks({ pandoc.Para(content) })
    end
    blocks:extend(styled("abstract-title", "Abstract Title", { pandoc.Para(words.abstract) }))
    blocks:extend(styled("abstract", "Abstract", content))
  end
  local keywords = pandoc.Inlines({})
  for at, keyword in ipairs(list_of(meta.keywords)) do
    keywords:extend(at > 1 and pandoc.Inlines({ pandoc.Str(";"), pandoc.Space() }) or {})
    keywords:extend(pandoc.utils.type(keyword) == "Inlines" and keyword or pandoc.Inlines(stringify(keyword)))
  end
  if #keywords > 0 then
    blocks:extend(styled("keywords", "Keywords", { labelled(words.keywords, keywords) }))
  end
  local funding = funding_inlines(meta.funding)
  if #funding > 0 then
    blocks:extend(styled("funding", "Keywords", { labelled(words.funding, funding) }))
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
  if FORMAT:match("jats") then
    doc.blocks = describe_article(meta) .. doc.blocks
    meta.abstract = nil
    return doc
  end
  local blocks, names = author_blocks(meta)
  blocks:extend(abstract_blocks(meta))
  blocks:extend(doc.blocks)
  doc.blocks = blocks
  -- the names stay for the document's properties; the layouts print them from the text alone
  meta.author = #names > 0 and names or nil
  meta["author-names"] = FORMAT == "typst" and typst_strings(names) or nil
  for _, key in ipairs({ "abstract", "affiliations", "authors", "by-author", "by-affiliation", "funding" }) do
    meta[key] = nil
  end
  meta.lang = binding.language.tag
  local made_by = quarto and "Quarto " .. table.concat(quarto.version, ".") or "Pandoc " .. tostring(PANDOC_VERSION)
  meta.engine = pandoc.MetaString(made_by)
  if binding.study.banner ~= "" then
    meta.banner = pandoc.MetaInlines(pandoc.Inlines(binding.study.banner))
    if FORMAT:match("html") then -- for the margin of printed pages: a string of CSS
      local quoted = binding.study.banner:gsub('[\\"<&]', function(sign)
        return ("\\%06x"):format(sign:byte())
      end)
      meta["banner-quoted"] = pandoc.MetaInlines({ pandoc.RawInline("html", quoted) })
    end
  end
  return doc
end
