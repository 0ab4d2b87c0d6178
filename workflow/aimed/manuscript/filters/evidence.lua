-- The list of evidence at the end of the page and of the PDF with evidence: each number that the document
-- shows under what it rests on; claims, quotations, tables and figures. Cards of the page are read from it.
-- No filter of its own, but called by marks.lua: studies name their filters in _quarto.yml.

local html = FORMAT:match("html") ~= nil

local here, links = ...
local binding = links.binding

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function escape(text)
  return (tostring(text):gsub('[&<>"]', escapes))
end

local function quoted(text)
  return '"' .. tostring(text):gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function filled(parts)
  local result = {}
  for _, part in ipairs(parts) do
    if part and part ~= "" then
      result[#result + 1] = part
    end
  end
  return result
end

local function method_of(known)
  local terms = known.terms and "from " .. table.concat(known.terms, ", ")
  local computed = known.computed ~= known.method and known.computed
  return table.concat(filled({ known.method, computed, terms }), "; ")
end

local function ground_of(known)
  local ground = known.ground and (binding.grounds or {})[known.ground + 1]
  if not ground then
    return ""
  end
  local without = ground.left_out and ("; left out: " .. ground.left_out) or ""
  return "Out of " .. ground.out_of .. without
end

-- The ids by what they rest on; both in the order of the first id.
local function grouped()
  local ids, groups, at = {}, {}, {}
  for id in pairs(binding.evidence) do
    ids[#ids + 1] = id
  end
  table.sort(ids)
  for _, id in ipairs(ids) do
    local ground = ground_of(binding.evidence[id])
    if not at[ground] then
      groups[#groups + 1] = { ground = ground, ids = {} }
      at[ground] = groups[#groups]
    end
    table.insert(at[ground].ids, id)
  end
  return groups, #ids
end

local function row_of(id, cells)
  local row = { ('<tr id="%s">'):format(escape(id)) }
  for at, cell in ipairs(cells) do
    row[#row + 1] = at == 1 and ('<th scope="row">%s</th>'):format(cell) or ("<td>%s</td>"):format(escape(cell))
  end
  return table.concat(row) .. "</tr>"
end

local function table_of(what, heads, rows)
  local cells = {}
  for at, head in ipairs(heads) do
    cells[at] = '<th scope="col">' .. head .. "</th>"
  end
  return ('<div class="table-frame" tabindex="0" role="region" aria-label="%s"><table><thead><tr>%s</tr></thead>%s</table></div>'):format(
    what, table.concat(cells), table.concat(rows, "\n"))
end

local function number_rows(groups)
  local rows = {}
  for _, group in ipairs(groups) do
    rows[#rows + 1] = "<tbody>"
    if group.ground ~= "" then
      rows[#rows + 1] = ('<tr><th colspan="7" scope="rowgroup">%s</th></tr>'):format(escape(group.ground))
    end
    for _, id in ipairs(group.ids) do
      local known = binding.evidence[id]
      rows[#rows + 1] = row_of("number-" .. id, {
        "<code>" .. escape(id) .. "</code>", known.label, known.shown, known.interval, known.n,
        known.counted or "", method_of(known),
      })
    end
    rows[#rows + 1] = "</tbody>"
  end
  return rows
end

local function in_body(rows)
  table.insert(rows, 1, "<tbody>")
  rows[#rows + 1] = "</tbody>"
  return rows
end

local function claim_rows(claims)
  local rows = {}
  for at, claim in ipairs(claims) do
    rows[at] = row_of("claim-" .. at, { escape(claim.words), claim.condition, table.concat(claim.ids, " ") })
  end
  return in_body(rows)
end

-- The line of the document in which a turn is quoted first.
local function find_line(source, turn)
  local at = source:find('turn="' .. turn .. '"', 1, true)
  local _, before = source:sub(1, at or 0):gsub("\n", "")
  return at and before + 1
end

local function quotation_rows(quotations)
  local name, rows = quarto and quarto.doc.input_file or PANDOC_STATE.input_files[1] or "", {}
  name = pandoc.path.filename(name)
  local file = io.open(name, "r")
  local source = file and file:read("a") or ""
  for at, quotation in ipairs(quotations) do
    local line = find_line(source, quotation.turn)
    local command = line and ("aimed trace manuscript/%s:%d"):format(name, line) or ""
    rows[at] = row_of("quotation-" .. at, { escape("“" .. quotation.words .. "”"), quotation.attribution, command })
  end
  return in_body(rows)
end

-- Tables and figures of this document, by the label of references.
local function float_rows(blocks)
  local rows = {}
  blocks:walk({
    Div = function(div)
      local kind, name = div.identifier:match("^(%a%a%a)%-"), div.attributes["from"]
      local part = kind == "tbl" and "tables" or kind == "fig" and "figures"
      local known = part and name and binding[part][name]
      local reference = known and binding.references[div.identifier]
      if reference then
        local id = div.identifier:gsub("^tbl%-", "table_"):gsub("^fig%-", "figure_")
        rows[#rows + 1] = row_of("about-" .. id, {
          escape(reference.label), known.question or "", known.analysis or "", "aimed trace " .. div.identifier,
        })
      end
    end,
  })
  return rows
end

-- The list stands after the references, which citeproc would otherwise put behind it.
local function insert_references(doc, heading)
  local has_references = false
  doc.blocks:walk({ Div = function(div) has_references = has_references or div.identifier == "refs" end })
  if doc.meta.bibliography and not has_references then
    doc.blocks:extend(heading and {
      pandoc.Header(1, binding.language.words.references, { "references", { "unnumbered" } }),
    } or {})
    doc.blocks:insert(pandoc.Div({}, { "refs", {} }))
  end
end

local function read_script()
  local file = assert(io.open(here .. "/../layout/cards.js", "r"))
  local text = file:read("a")
  file:close()
  return text
end

local function page_list(groups, count, claims, quotations, floats)
  local parts = {}
  if count > 0 then
    local heads = { "Number", "What", "Value", "Interval", "n", "Counted", "Method" }
    parts[#parts + 1] = table_of("Numbers", heads, number_rows(groups))
  end
  if #claims > 0 then
    parts[#parts + 1] = table_of("Claims", { "Claim", "Holds while", "Numbers" }, claim_rows(claims))
  end
  if #quotations > 0 then
    local heads = { "Quotation", "Who", "Command" }
    parts[#parts + 1] = table_of("Quotations", heads, quotation_rows(quotations))
  end
  if #floats > 0 then
    local heads = { "Table or figure", "Question", "Analysis", "Command" }
    parts[#parts + 1] = table_of("Tables and figures", heads, in_body(floats))
  end
  if #parts == 0 then
    return nil
  end
  local population = binding.population or ""
  local who = population ~= "" and ('<p id="who-could-be-counted">%s.</p>'):format(escape(population)) or ""
  return table.concat({
    '<details class="evidence" id="evidence"><summary>Evidence: the numbers of this document</summary>',
    who,
    table.concat(parts, "\n"),
    "</details>",
    "<script>" .. read_script() .. "</script>",
  }, "\n")
end

local function typst_list(groups)
  local lines = { "#evidence-list(population: " .. quoted(binding.population or "") .. ", (" }
  for _, group in ipairs(groups) do
    lines[#lines + 1] = ("  (%s, ("):format(quoted(group.ground))
    for _, id in ipairs(group.ids) do
      local known = binding.evidence[id]
      local interval = known.interval ~= "" and ("(" .. known.interval .. ")") or ""
      local told = filled({ known.n ~= "" and "n = " .. known.n, known.counted, method_of(known) })
      local cells = { "number-" .. id, known.shown, interval, known.label, table.concat(told, "; ") }
      for at, cell in ipairs(cells) do
        cells[at] = quoted(cell)
      end
      lines[#lines + 1] = "    (" .. table.concat(cells, ", ") .. "),"
    end
    lines[#lines + 1] = "  )),"
  end
  lines[#lines + 1] = "))"
  return table.concat(lines, "\n")
end

-- The last line says from which study in which version the document was made.
local function append_version(doc)
  local words = binding.study and binding.study.version
  if not words then
    return
  end
  local line = pandoc.Para(pandoc.Inlines(words))
  if FORMAT == "typst" then
    doc.blocks:extend({ pandoc.RawBlock("typst", "#version-line["), line, pandoc.RawBlock("typst", "]") })
  else
    local kind = FORMAT:match("jats") and "version" or nil
    local attributes = { class = "version", ["custom-style"] = "Table Note", ["content-type"] = kind }
    doc.blocks:insert(pandoc.Div({ line }, attributes))
  end
end

-- Append the list to the document; claims and quotations are those that stand, in order.
return function(doc, claims, quotations)
  if FORMAT == "typst" and binding.study and binding.study.line_numbers then
    local numbering = "#set par.line(numbering: n => text(size: 7pt, fill: luma(100))[#n])"
    doc.blocks:insert(1, pandoc.RawBlock("typst", numbering))
  end
  local groups, count = grouped()
  local floats, list = float_rows(doc.blocks), nil
  local shows = links.used or #floats + #claims + #quotations > 0
  if html and shows then
    list = page_list(groups, count, claims, quotations, floats)
  elseif FORMAT == "typst" and shows and count > 0 then
    list = typst_list(groups)
  end
  if list or (binding.study and binding.study.version) then
    insert_references(doc, html and list)
  end
  append_version(doc)
  if list then
    doc.blocks:insert(pandoc.RawBlock(html and "html" or "typst", list))
  end
end
