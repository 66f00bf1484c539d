-- Sources that are no Lua, and limits of the compiler.
local function try(s) print((select(2, loadstring(s, '=s')))) end
for _, s in ipairs{'x', 'x =', '= 1', 'local', 'local 1', 'if', 'if x', 'if x then', 'while true', 'for', 'for i', 'for i = 1', 'for i = 1, 2', 'for i in', 'repeat',
  'function', 'function f', 'function f(', 'function f(a,', 'function f(...,a) end', 'return return', 'break', 'do break end', 'end', 'x = }', 'x = {', 'x = {1, 2', 'x = (1',
  'f(', 'f(1', 'f"', "f'", 'x = "a\nb"', 'x = [[', '--[[', 'x = [==[ ]=]', 'x = [=x', 'x = 1e', 'x = 0x', 'x = 1..2', 'x = 1.2.3', 'x = "\\400"', 'x = ~1', 'x = a.1', 'a.b:c = 1',
  'a:b', 'x, y', 'x, 1 = 2', 'f() = 1', '(a) = 1', '(a).b = 1', 'return 1,', 'local function', 'local x <const> = 1', 'goto x', 'x = function', 'for a.b = 1, 2 do end',
  'x = ...', 'function f() return ... end', 'a.b.c', '"x":rep()', 'x = @', 'x = $', 'if x then else elseif y then end', 'x\n(1)', 'f\n(1)', 'x = [[ [[ ]] ]]', 'until x', 'x = "\\', 'x = "\\1',
  'x = not', 'x = #', 'x = 1 +', 'x = a and', 'x = {a = }', 'x = {[1 = 2}', 'x = {[1] 2}', 'local a, = 1', 'return;return', 'x = "\\q"', 'x=1;;y=2', 'function a.b:c.d() end', 'function 1() end'} do try(s) end
try('x = ' .. ('('):rep(300) .. '1' .. (')'):rep(300)) try(('do '):rep(300) .. ('end '):rep(300)) try('x = ' .. ('{'):rep(300)) try('x = ' .. ('not '):rep(300) .. '1') try('x = ' .. ('a.'):rep(300) .. 'b') print(loadstring('x = ' .. ('1 + '):rep(300) .. '1') ~= nil)
local names = {} for i = 1, 201 do names[i] = 'v' .. i end try('local ' .. table.concat(names, ', ')) try('local a = ' .. ('a .. '):rep(300) .. 'a')
local ups = {} for i = 1, 61 do ups[i] = 'local u' .. i .. ' = 1' end local use = {} for i = 1, 61 do use[i] = 'u' .. i end try(table.concat(ups, '\n') .. '\nreturn function() return ' .. table.concat(use, ' + ') .. ' end')
local targets = {} for i = 1, 250 do targets[i] = 'a' .. i end try(table.concat(targets, ', ') .. ' = 1')
local constants = {} for i = 1, 600 do constants[i] = ("t['k%d'] = 'v%d' assert(t['k%d'] == 'v%d' and %d.5 + %d == %d.5)"):format(i, i, i, i, i, i, i * 2) end
print(pcall(loadstring('local t = {} ' .. table.concat(constants, '\n') .. ' return t.k600')))
local list = {} for i = 1, 30000 do list[i] = tostring(i) end local made = loadstring('return {' .. table.concat(list, ',') .. '}')() print(#made, made[30000])
local args = {} for i = 1, 240 do args[i] = tostring(i) end print(loadstring('return select("#", ' .. table.concat(args, ',') .. ')')()) for i = 241, 260 do args[i] = tostring(i) end try('return f(' .. table.concat(args, ',') .. ')')
print(loadstring('return 0x7fffffffffffffff, 0xffffffffffffffff, 1e400, 3e-400, 0x.8')) print(pcall(loadstring, nil))
local pieces = {'return ', '1', ' + 2'} local at = 0 print(load(function() at = at + 1 return pieces[at] end)())
