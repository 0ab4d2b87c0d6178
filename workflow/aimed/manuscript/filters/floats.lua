-- Tables and figures: fills the divs #tbl-... and #fig-... from binding.json, and numbers them.

local in_quarto = quarto ~= nil
local html = FORMAT:match("html") ~= nil
local jats = FORMAT:match("jats") ~= nil
local stringify = pandoc.utils.stringify

-- Quarto runs filters from a script of its own, in the folder that holds filters/
local folder = PANDOC_SCRIPT_FILE:match("floats%.lua$") and pandoc.path.directory(PANDOC_SCRIPT_FILE) or "filters"
local links = assert(loadfile(folder .. "/links.lua"))()
local binding = links.binding
local MOST_LINES = 42 -- of a table that is kept in one piece on a page
local LINE = 105 -- letters in a line of a table as wide as the page

local function look_up(part, key)
  local found = binding[part][key]
  if found == nil then
    error("binding.json has no " .. part .. " for: " .. key, 0)
  end
  return found
end

-- Not tbl- and fig-, nor table- and figure-: Quarto would number those a second time, or warn.
local function anchor(id)
  return (id:gsub("^tbl%-", "table_"):gsub("^fig%-", "figure_"))
end

local function label_of(id)
  return (look_up("references", id).label:gsub(" ", "\u{a0}"))
end

-- Brackets are not broken over lines, and an empty cell keeps the height of its row.
local function unbroken(text)
  if text == "" then
    return "\u{a0}"
  end
  return (text:gsub("%b()", function(bracket)
    return #bracket <= 30 and bracket:gsub(" ", "\u{a0}") or bracket
  end))
end

-- One piece per text is quicker than one per word; but Typst would number a text that begins with "1. ".
local function cell_inlines(cell)
  local text = unbroken(cell.text)
  local words = text:match("^%d+%.%s") and pandoc.Inlines(text) or pandoc.Inlines({ pandoc.Str(text) })
  return links.with_evidence(words, cell.ids)
end

local function make_cell(inlines, alignment)
  return pandoc.Cell({ pandoc.Plain(inlines) }, alignment)
end

local alignments = { left = "AlignLeft", right = "AlignRight", center = "AlignCenter" }

-- A heading row is one cell across the table, unless other cells say the n of what stands below.
local function spans(row)
  for at = 2, #row.cells do
    if row.cells[at].text ~= "" then
      return false
    end
  end
  return row.heading
end

local function heading_row(row)
  local words = pandoc.Strong(pandoc.Inlines(row.cells[1].text))
  local cell = pandoc.Cell({ pandoc.Plain({ words }) }, "AlignLeft", 1, #row.cells)
  if html then
    cell.attributes.scope = "rowgroup"
  end
  return pandoc.Row({ cell })
end

-- In DOCX the first number of a row bears the bookmark that becomes the comment on the row.
local function with_bookmark(inlines, cell, place)
  if FORMAT ~= "docx" or not place or #cell.ids == 0 then
    return inlines, false
  end
  return pandoc.Inlines({ pandoc.Span(inlines, { "aimed_t_" .. place, {} }) }), true
end

local function make_row(row, aligned, place)
  if spans(row) then
    return heading_row(row)
  end
  local cells = {}
  for at, cell in ipairs(row.cells) do
    local inlines, done = with_bookmark(pandoc.Inlines(cell_inlines(cell)), cell, place)
    place = not done and place
    if at == 1 and row.heading then
      inlines = pandoc.Inlines({ pandoc.Strong(inlines) })
    elseif at == 1 and row.level > 0 then
      inlines = pandoc.Inlines({ pandoc.Str(("\u{2003}"):rep(row.level)) }) .. inlines
    end
    cells[at] = make_cell(inlines, aligned[at])
    if html and at == 1 and #row.cells > 1 then
      cells[at].attributes.scope = "row"
    end
  end
  return pandoc.Row(cells)
end

-- For those who hear the page, the label of a row is its head, and a heading that of the rows below it.
local function make_bodies(rows, aligned, table_at)
  local function open_body(head)
    local columns = html and #aligned > 1 and 1 or 0
    return { attr = pandoc.Attr(), body = pandoc.List({}), head = head, row_head_columns = columns }
  end
  local bodies = { open_body({}) }
  for at, row in ipairs(rows) do
    local place = table_at and table_at .. "_" .. at
    local made, last = make_row(row, aligned, place), bodies[#bodies]
    if not (html and #aligned > 1 and spans(row)) then
      last.body:insert(made)
    elseif #last.body == 0 and #last.head == 0 then
      last.head = { made }
    else
      bodies[#bodies + 1] = open_body({ made })
    end
  end
  return bodies
end

local function make_table(resolved, table_at)
  local aligned, widths, heads = {}, {}, {}
  for at, name in ipairs(resolved.align) do
    aligned[at] = alignments[name]
    widths[at] = { alignments[name], nil }
    heads[at] = make_cell(cell_inlines(resolved.columns[at]), aligned[at])
  end
  local head = pandoc.TableHead({ pandoc.Row(heads) })
  local bodies = make_bodies(resolved.rows, aligned, table_at)
  return pandoc.Table({ long = {} }, widths, head, bodies, pandoc.TableFoot())
end

local function make_image(resolved)
  local source = resolved.stem .. ((FORMAT == "docx" or jats) and ".png" or ".svg")
  if FORMAT == "typst" then -- Pandoc's writer leaves the alternative text out
    local alt = resolved.alt:gsub("\\", "\\\\"):gsub('"', '\\"')
    return pandoc.RawInline("typst", ('#image("%s", width: 100%%, alt: "%s")'):format(source, alt))
  end
  return pandoc.Image(pandoc.Inlines(resolved.alt), source, "", { width = "100%" })
end

-- A block of one style: a class in HTML, a paragraph style in DOCX, a function of layout.typ in PDF.
local function styled(name, style, inlines)
  if FORMAT == "typst" then
    local opening, closing = pandoc.RawInline("typst", "#" .. name .. "["), pandoc.RawInline("typst", "]")
    return pandoc.Para(pandoc.Inlines({ opening }) .. inlines .. { closing })
  end
  local kind = jats and name or nil
  return pandoc.Div({ pandoc.Para(inlines) }, { class = name, ["custom-style"] = style, ["content-type"] = kind })
end

-- Quarto would number what has a caption a second time, make plain rows of heads in tables, and take name and
-- alternative text away from a figure: there captions.lua puts them together when Quarto is done.
local function put_table(block, caption, id)
  if in_quarto then
    local written = pandoc.write(pandoc.Pandoc({ block }), "json")
    return pandoc.Div({ pandoc.Plain(caption) }, pandoc.Attr(id, { "with-caption" }, { { "table", written } }))
  end
  block.caption = { long = { pandoc.Plain(caption) } }
  block.attr = pandoc.Attr(id)
  return block
end

local function put_figure(image, caption, id)
  if in_quarto then
    local source = image.t == "Image" and { { "source", image.src }, { "alternative", stringify(image.caption) } }
    for _, side in ipairs(source and { "width", "height" } or {}) do
      source[#source + 1] = image.attributes[side] and { side, image.attributes[side] } or nil
    end
    local attr = pandoc.Attr(id, { "with-caption" }, source or {})
    return pandoc.Div({ pandoc.Plain(caption), not source and pandoc.Plain({ image }) or nil }, attr)
  end
  return pandoc.Figure({ pandoc.Plain({ image }) }, { long = { pandoc.Plain(caption) } }, { id, {} })
end

-- The first paragraph is the caption, a table is kept, further paragraphs are notes.
local function parts_of(div)
  local caption, tables, notes = nil, pandoc.Blocks({}), {}
  for _, block in ipairs(div.content) do
    local words = (block.t == "Para" or block.t == "Plain") and block.content
    if block.t == "Table" then
      tables:insert(block)
    elseif not words then
      error("in #" .. div.identifier .. " only paragraphs and a table can stand, not a " .. block.t, 0)
    elseif caption == nil then
      caption = words
    else
      notes[#notes + 1] = styled("table-note", "Table Note", words)
    end
  end
  if caption == nil then
    error("#" .. div.identifier .. " has no paragraph that is its caption", 0)
  end
  return caption, tables, notes
end

-- The label of a declared table or figure leads to what it shows.
local function numbered(id, caption, declared)
  local label = pandoc.Inlines({ pandoc.Strong({ pandoc.Str(label_of(id) .. ".") }) })
  local field = FORMAT == "docx" and links.caption_label(id, label_of(id))
  if field then
    label = pandoc.Inlines({ pandoc.RawInline("openxml", field) })
  elseif declared then
    label = links.leading(label, "about-" .. anchor(id))
  end
  return label .. { pandoc.Space() } .. caption
end

-- On a page, a table that fits stays in one piece with its notes, and the text flows on around it. A longer
-- one stands in the text and goes over pages; what floats and comes before it is placed before it.
local function keep_together(blocks, lines)
  if FORMAT == "typst" and lines > MOST_LINES then
    blocks:insert(1, pandoc.RawBlock("typst", "#place.flush()"))
  elseif FORMAT == "typst" and lines > 0 then
    blocks:insert(1, pandoc.RawBlock("typst", ("#whole-table(%d)["):format(lines)))
    blocks:insert(pandoc.RawBlock("typst", "]"))
  end
  return blocks
end

-- How many lines a row takes on a page, by the longest of its cells, as if all columns were equally wide.
local function lines_of(cells)
  local most = 1
  for _, text in ipairs(cells) do
    most = math.max(most, math.ceil(utf8.len(text) * #cells / LINE))
  end
  return most
end

local function count_lines(element)
  local lines = 0
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do
      local cells = {}
      for at, cell in ipairs(row.cells) do
        cells[at] = stringify(cell.contents)
      end
      lines = lines + lines_of(cells)
    end
  end
  return lines
end

local function fill_float(div)
  local kind = div.identifier:match("^(tbl)%-") or div.identifier:match("^(fig)%-")
  if not kind then
    return nil
  end
  local caption, tables, notes = parts_of(div)
  local name, id = div.attributes["from"], anchor(div.identifier)
  local declared = name and look_up(kind == "fig" and "figures" or "tables", name) or {}
  local words = numbered(div.identifier, caption, name)
  if declared.caption then -- that it was not planned
    words = words .. { pandoc.Space() } .. pandoc.Inlines(declared.caption)
  end
  local result, lines = pandoc.Blocks({}), 0
  if kind == "fig" and name then
    result:insert(put_figure(make_image(declared), words, id))
  elseif name then
    local made = make_table(declared, FORMAT == "docx" and links.place_of(binding.tables)[name])
    lines = count_lines(made)
    result:insert(put_table(made, words, id))
    for _, note in ipairs(declared.notes) do
      result:insert(styled("table-note", "Table Note", pandoc.Inlines(note)))
    end
  else
    for _, block in ipairs(tables) do
      lines = lines + count_lines(block)
      result:insert(put_table(block, words, id))
    end
  end
  result:extend(notes)
  return keep_together(result, lines), false
end

-- A picture that the author put in: Quarto would take its alternative text away as well.
local function keep_figure(figure)
  local block, words = figure.content[1], figure.caption.long[1]
  local image = #figure.content == 1 and block.content and #block.content == 1 and block.content[1]
  if image and words and (image.t == "Image" or image.t == "RawInline") then
    return put_figure(image, words.content, figure.identifier), false
  end
end

function Pandoc(doc)
  doc.blocks = doc.blocks:walk({ traverse = "topdown", Div = fill_float, Figure = in_quarto and keep_figure or nil })
  return doc
end
