-- What the list of evidence says, in parts: numbers under what they rest on, claims, quotations, tables and
-- figures. No filter of its own, but called by evidence.lua, which sets it out for the page and for the PDF.

local binding, words = ...

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
  local terms = known.terms and words.from .. " " .. table.concat(known.terms, ", ")
  local computed = known.computed ~= known.method and known.computed
  return table.concat(filled({ known.method, computed, terms }), "; ")
end

local function ground_of(known)
  local ground = known.ground and (binding.grounds or {})[known.ground + 1]
  return ground and { out_of = ground.out_of, left_out = ground.left_out or "" } or nil
end

local function number_entry(id)
  local known = binding.evidence[id]
  local n, interval = known.n, known.interval
  local method = method_of(known)
  local told = table.concat(filled({ n ~= "" and "n = " .. n, known.counted, method }), "; ")
  local first = table.concat(filled({ interval ~= "" and "(" .. interval .. ")", known.label }), " ")
  return {
    id = "number-" .. id,
    cells = { id, known.label, known.shown, interval, n, known.counted or "", method },
    print = { known.shown, table.concat(filled({ first, told }), ". ") .. ".", id },
  }
end

-- The ids by what they rest on; both in the order of the first id.
local function numbers()
  local ids, groups, at = {}, {}, {}
  for id in pairs(binding.evidence) do
    ids[#ids + 1] = id
  end
  table.sort(ids)
  for _, id in ipairs(ids) do
    local place = binding.evidence[id].ground or -1
    if not at[place] then
      groups[#groups + 1] = { ground = ground_of(binding.evidence[id]) }
      at[place] = groups[#groups]
    end
    table.insert(at[place], number_entry(id))
  end
  return groups
end

local function claim_entry(claim, at)
  return {
    id = "claim-" .. at,
    cells = { claim.words, claim.condition, table.concat(claim.ids, " ") },
    print = { claim.words, words.holds_while .. ":", claim.condition },
    numbers = claim.ids,
  }
end

-- The line of the document in which a turn is quoted first.
local function find_line(source, turn)
  local at = source:find('turn="' .. turn .. '"', 1, true)
  local _, before = source:sub(1, at or 0):gsub("\n", "")
  return at and before + 1
end

local function quotation_entries(quotations)
  local name, entries = quarto and quarto.doc.input_file or PANDOC_STATE.input_files[1] or "", {}
  name = pandoc.path.filename(name)
  local file = io.open(name, "r")
  local source = file and file:read("a") or ""
  for at, quotation in ipairs(quotations) do
    local line = find_line(source, quotation.turn)
    local command = line and ("aimed trace manuscript/%s:%d"):format(name, line) or ""
    local quoted = "“" .. quotation.words .. "”"
    local held = words.held_to .. " " .. words.words_of_turn
    entries[at] = {
      id = "quotation-" .. at,
      cells = { quoted, quotation.attribution, command },
      print = { quoted, quotation.attribution .. ". " .. held .. ".", command },
    }
  end
  return entries
end

-- Tables and figures of this document, by the label of references.
local function float_entries(blocks)
  local entries = {}
  blocks:walk({
    Div = function(div)
      local kind, name = div.identifier:match("^(%a%a%a)%-"), div.attributes["from"]
      local part = kind == "tbl" and "tables" or kind == "fig" and "figures"
      local known = part and name and binding[part][name]
      local reference = known and binding.references[div.identifier]
      if reference then
        local id = div.identifier:gsub("^tbl%-", "table_"):gsub("^fig%-", "figure_")
        local analysis = (known.analysis or "") ~= "" and words.analysis .. ": " .. known.analysis or ""
        local command = "aimed trace " .. div.identifier
        entries[#entries + 1] = {
          id = "about-" .. id,
          cells = { reference.label, known.question or "", known.analysis or "", command },
          print = { reference.label, table.concat(filled({ known.question or "", analysis }), " "), command },
        }
      end
    end,
  })
  return entries
end

-- The parts that have entries: name, heads of columns on the page, and groups of entries.
return function(blocks, claims, quotations)
  local told = {}
  for at, claim in ipairs(claims) do
    told[at] = claim_entry(claim, at)
  end
  local parts = pandoc.List({
    { name = "numbers", heads = { "number", "what", "value", "interval", "n", "counted", "method" }, groups = numbers() },
    { name = "claims", heads = { "claim", "holds_while", "numbers" }, groups = { told } },
    {
      name = "quotations",
      heads = { "quotation", "who", "command" },
      groups = { quotation_entries(quotations) },
    },
    {
      name = "tables_and_figures",
      heads = { "table_or_figure", "question", "analysis", "command" },
      groups = { float_entries(blocks) },
    },
  })
  return parts:filter(function(part)
    return #part.groups > 0 and #part.groups[1] > 0
  end)
end
