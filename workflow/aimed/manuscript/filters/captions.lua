-- For Quarto alone, when it is done: tables and figures as floats.lua kept them from it, with their captions.

function Div(div)
  if not div.classes:includes("with-caption") then
    return nil
  end
  local caption, content = div.content[1].content, div.content[2]
  if div.attributes.table then
    content = pandoc.read(div.attributes.table, "json").blocks[1]
    content.caption = { long = { pandoc.Plain(caption) } }
    content.attr = pandoc.Attr(div.identifier)
    return content
  end
  local source, alternative = div.attributes.source, div.attributes.alternative
  if source then
    local size = {}
    for _, side in ipairs({ "width", "height" }) do
      size[#size + 1] = div.attributes[side] and { side, div.attributes[side] } or nil
    end
    local attr = pandoc.Attr("", {}, size)
    content = pandoc.Plain({ pandoc.Image(pandoc.Inlines(alternative), source, "", attr) })
  end
  return pandoc.Figure({ content }, { long = { pandoc.Plain(caption) } }, { div.identifier, {} })
end
