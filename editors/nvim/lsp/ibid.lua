---@brief
---
--- Checks the references of Markdown manuscripts against the scholarly record.
---
--- Put this folder on the runtime path, then `vim.lsp.enable('ibid')`; for the hints behind identifiers also
--- `vim.lsp.inlay_hint.enable()`. Settings go into `ibid.toml`, or into `init_options` in the same words.

---@type vim.lsp.Config
return {
  cmd = { 'ibid', 'lsp' },
  filetypes = { 'markdown', 'quarto', 'rmd', 'bib' },
  root_markers = { 'ibid.toml', '.git' },
}
