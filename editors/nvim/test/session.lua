-- One session with the real server in the real Neovim, checked from what an author sees.
--
--   nvim --headless --clean -n -i NONE -l session.lua PLUGIN IBID MANUSCRIPT
--
-- PLUGIN is the folder above, IBID the program, MANUSCRIPT a copy of the demo's review beside its lock file.
-- Prints what it saw and leaves with 0, or says what is missing and leaves with 1.

local plugin, program, manuscript = _G.arg[1], _G.arg[2], _G.arg[3]
assert(manuscript, 'usage: session.lua PLUGIN IBID MANUSCRIPT')

local function leave(code, line)
  io.stderr:write(line, '\n')
  vim.cmd('cquit ' .. code)
end

local function check(what, holds)
  if not holds then
    leave(1, 'missing: ' .. what)
  end
end

--- Waits until `holds()` is true, for as long as a slow machine may need.
local function await(what, holds)
  check(what, vim.wait(30000, holds, 10))
end

-- An unanswered prompt would end Neovim as if all were well.
vim.ui.select = function(_, options, _)
  leave(1, 'asked without need: ' .. tostring(options.prompt))
end

vim.opt.runtimepath:prepend(plugin)
vim.lsp.config('ibid', { cmd = { program, 'lsp' } })
vim.lsp.enable('ibid')
vim.cmd('filetype on')
vim.cmd.edit(vim.fn.fnameescape(manuscript))
local buffer = vim.api.nvim_get_current_buf()

local function client()
  return vim.lsp.get_clients({ bufnr = buffer, name = 'ibid' })[1]
end
await('a client that is attached', function()
  return client() and client().initialized
end)
check('columns in UTF-8, which Neovim offers', client().offset_encoding == 'utf-8')

local function findings()
  local by_rule = {}
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    by_rule[found.code] = found
  end
  return by_rule
end
await('the finding about the retracted article', function()
  return findings()['retracted'] ~= nil
end)
local retracted = findings()['retracted']
check('the source "ibid"', retracted.source == 'ibid')
check('an error', retracted.severity == vim.diagnostic.severity.ERROR)

-- The hover as the author sees it.
vim.api.nvim_win_set_cursor(0, { retracted.lnum + 1, retracted.col + 2 })
vim.lsp.buf.hover()
local shown
await('a hover', function()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      return true
    end
  end
end)
check('the retraction in the hover', shown:lower():find('retracted', 1, true))

-- The hints, as Neovim holds them.
vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
local function hint(text)
  return vim.iter(vim.lsp.inlay_hint.get({ bufnr = buffer })):any(function(held)
    return tostring(held.inlay_hint.label):find(text, 1, true) ~= nil
  end)
end
await('the mark behind the retracted article', function()
  return hint('retracted')
end)
check('a work behind a citation key', hint('2017'))

-- An edit, with a character that UTF-8, UTF-16 and people count differently before it.
local before = retracted.lnum
vim.api.nvim_buf_set_lines(buffer, 0, 0, false, { '\u{1f600} [REF] new first line', '' })
await('a finding about the new text', function()
  return findings()['placeholder'] ~= nil
end)
check('its column in bytes', findings()['placeholder'].col == 5)
await('the finding where the text has moved to', function()
  return findings()['retracted'] and findings()['retracted'].lnum == before + 2
end)

-- Keys: a manuscript beside a bibliography, both written here.
local folder = vim.fs.dirname(manuscript)
local bibliography, keyed = folder .. '/refs.bib', folder .. '/keyed.md'
vim.fn.writefile({ '@article{smith2020, author = {Smith, Jane}, title = {On Swallows}, year = {2020}}' }, bibliography)
vim.fn.writefile({ '---', 'bibliography: refs.bib', '---', '', 'As @smith2020 and @nobody saw.' }, keyed)
vim.cmd.edit(vim.fn.fnameescape(keyed))
buffer = vim.api.nvim_get_current_buf()
await('the finding about the key that nobody defines', function()
  return findings()['undefined-citation'] ~= nil
end)
local function ask(method, line, column, more)
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = column } }
  local answer = client():request_sync(method, vim.tbl_extend('force', params, more or {}), 30000, buffer)
  check(method .. ' without error', answer and not answer.err)
  return answer.result
end
local offered = ask('textDocument/completion', 4, 8)
check('the key, offered', offered.items[1].label == 'smith2020')
vim.api.nvim_win_set_cursor(0, { 5, 6 })
vim.lsp.buf.definition()
await('the entry in the bibliography', function()
  return vim.api.nvim_buf_get_name(0):match('refs%.bib$') and vim.fn.expand('<cword>') == 'smith2020'
end)
vim.cmd.buffer(buffer)
vim.api.nvim_win_set_cursor(0, { 5, 6 })
vim.lsp.buf.rename('smith:swallows')
await('the key renamed in the manuscript', function()
  return vim.api.nvim_buf_get_lines(buffer, 4, 5, false)[1] == 'As @smith:swallows and @nobody saw.'
end)
await('and in the bibliography', function()
  return vim.fn.getbufline(vim.fn.bufnr(bibliography), 1)[1]:find('@article{smith:swallows,', 1, true)
end)

client():stop()
await('a server that leaves', function()
  return client() == nil
end)
leave(0, 'findings, hover, hints, keys and an edit: seen')
