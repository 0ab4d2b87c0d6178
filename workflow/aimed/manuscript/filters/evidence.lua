-- The list of evidence at the end of the page and of the PDF with evidence: each number that the document
-- shows under what it rests on; claims, quotations, tables and figures. Cards of the page are read from it.
-- No filter of its own, but called by marks.lua: studies name their filters in _quarto.yml.

local html = FORMAT:match("html") ~= nil

local here, links = ...
local binding = links.binding
local words = binding.language.words
local list_entries = assert(loadfile(here .. "/entries.lua"))(binding, words)

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function escape(text)
  return (tostring(text):gsub('[&<>"]', escapes))
end

local function quoted(text)
  return '"' .. tostring(text):gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function row_of(entry, first_is_code)
  local row = { ('<tr id="%s">'):format(escape(entry.id)) }
  for at, cell in ipairs(entry.cells) do
    local text = first_is_code and at == 1 and "<code>" .. escape(cell) .. "</code>" or escape(cell)
    row[#row + 1] = at == 1 and ('<th scope="row">%s</th>'):format(text) or ("<td>%s</td>"):format(text)
  end
  return table.concat(row) .. "</tr>"
end

local function ground_row(ground, columns)
  local without = ground.left_out ~= "" and (". %s: <span>%s</span>"):format(
    escape(words.left_out), escape(ground.left_out)) or ""
  return ('<tr><th colspan="%d" scope="rowgroup">%s <span>%s</span>%s</th></tr>'):format(
    columns, escape(words.out_of), escape(ground.out_of), without)
end

local function table_of(part)
  local heads, rows = {}, {}
  for at, head in ipairs(part.heads) do
    heads[at] = '<th scope="col">' .. escape(words[head] or head) .. "</th>"
  end
  for _, group in ipairs(part.groups) do
    rows[#rows + 1] = "<tbody>"
    if group.ground then
      rows[#rows + 1] = ground_row(group.ground, #heads)
    end
    for _, entry in ipairs(group) do
      rows[#rows + 1] = row_of(entry, part.name == "numbers")
    end
    rows[#rows + 1] = "</tbody>"
  end
  return ('<div class="table-frame" tabindex="0" role="region" aria-label="%s"><table><thead><tr>%s</tr></thead>%s</table></div>'):format(
    escape(words[part.name]), table.concat(heads), table.concat(rows, "\n"))
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

local function page_list(parts)
  local population = binding.population or ""
  local who = population ~= "" and ('<p id="who-could-be-counted">%s.</p>'):format(escape(population)) or ""
  local spoken = pandoc.json.encode(words)
  return table.concat({
    ('<details class="evidence" id="evidence" data-words="%s"><summary>%s</summary>'):format(
      escape(spoken), escape(words.evidence_here)),
    who,
    table.concat(parts:map(table_of), "\n"),
    "</details>",
    "<script>" .. read_script() .. "</script>",
  }, "\n")
end

local function quoted_list(texts)
  local result = {}
  for at, text in ipairs(texts) do
    result[at] = quoted(text) .. ","
  end
  return "(" .. table.concat(result, " ") .. ")"
end

local function ground_text(ground)
  if not ground then
    return ""
  end
  local without = ground.left_out ~= "" and ". " .. words.left_out .. ": " .. ground.left_out or ""
  return words.out_of .. " " .. ground.out_of .. without
end

-- Each entry as layout.typ takes it: label, first words, what is told, command or condition, numbers.
local function typst_list(parts)
  local heads = pandoc.List({ "evidence", "each_number", "could_be_counted", "numbers", "page" }):map(function(key)
    return words[key]
  end)
  local lines = { ("#evidence-list(%s, %s, ("):format(quoted_list(heads), quoted(binding.population or "")) }
  for _, part in ipairs(parts) do
    lines[#lines + 1] = ("  (%s, ("):format(quoted(words[part.name]))
    for _, group in ipairs(part.groups) do
      lines[#lines + 1] = ("    (%s, ("):format(quoted(ground_text(group.ground)))
      for _, entry in ipairs(group) do
        local cells = { entry.id, table.unpack(entry.print) }
        for at, cell in ipairs(cells) do
          cells[at] = quoted(cell)
        end
        lines[#lines + 1] = ("      (%s, %s),"):format(table.concat(cells, ", "), quoted_list(entry.numbers or {}))
      end
      lines[#lines + 1] = "    )),"
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
  local parts, list = list_entries(doc.blocks, claims, quotations), nil
  if #parts > 0 and (links.used or #parts > 1 or parts[1].name ~= "numbers") then
    list = html and page_list(parts) or FORMAT == "typst" and typst_list(parts)
  end
  if list or (binding.study and binding.study.version) then
    insert_references(doc, html and list)
  end
  append_version(doc)
  if list then
    doc.blocks:insert(pandoc.RawBlock(html and "html" or "typst", list))
  end
end
