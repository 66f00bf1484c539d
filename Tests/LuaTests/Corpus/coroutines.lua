-- Coroutines: values both ways, states, errors, what cannot be crossed.
local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i, i * i) end return 'done' end) end
local g = gen(3) print(g()) print(g()) print(g()) print(g()) print(pcall(g))
local co = coroutine.create(function(...) print('start', ...) local a, b = coroutine.yield(...) print('then', a, b) error('stop') end)
print(coroutine.status(co), coroutine.resume(co, 1, nil, 3)) print(coroutine.status(co), coroutine.resume(co, 'x', 'y')) print(coroutine.status(co), coroutine.resume(co))
print(coroutine.resume(coroutine.create(function() return pcall(coroutine.yield, 1) end)))
print(coroutine.resume(coroutine.create(function() return setmetatable({}, {__index = function() coroutine.yield() end}).x end)))
print(coroutine.resume(coroutine.create(function() for x in function() coroutine.yield() end do end end)))
print(coroutine.resume(coroutine.create(function() table.sort({1, 2, 3}, function(a, b) coroutine.yield() end) end)))
print(coroutine.resume(coroutine.running() or coroutine.create(print and function() return coroutine.running() == nil end)))
local outer outer = coroutine.create(function() print(coroutine.status(outer)) local inner = coroutine.create(function() print(coroutine.status(outer)) print(coroutine.resume(outer)) end) coroutine.resume(inner) end) coroutine.resume(outer)
print(pcall(coroutine.create, print)) print(pcall(coroutine.resume, 1)) print(pcall(coroutine.status)) print(pcall(coroutine.wrap)) print(pcall(coroutine.yield))
local function tree(n) if n > 0 then tree(n - 1) coroutine.yield(n) tree(n - 1) end end local out = {} for v in coroutine.wrap(function() tree(4) end) do out[#out + 1] = v end print(table.concat(out, ' '))
local cs = {} for i = 1, 200 do cs[i] = coroutine.wrap(function(x) local s = x while true do s = s + coroutine.yield(s) end end) cs[i](i) end
collectgarbage() local sum = 0 for i = 1, 200 do sum = sum + cs[i](1) end print(sum)
local function chain(n) if n == 0 then return 'end' end return coroutine.wrap(chain)(n - 1) end print(chain(20)) print(pcall(chain, 300))
local up = coroutine.wrap(function() local x = 1 coroutine.yield(function() x = x + 1 return x end) print('x', x) end) local inc = up() print(inc(), inc()) up()
local v = coroutine.wrap(function(...) local a = {...} while true do a = {coroutine.yield(#a, unpack(a))} end end) print(v()) print(v(1)) print(v(1, 2, 3)) print(v())
local t = coroutine.create(function() local function f() return coroutine.yield('tail') end return f() end) print(coroutine.resume(t)) print(coroutine.resume(t, 7, 8)) print(coroutine.status(t))
-- A closure that outlives the coroutine whose variables it has taken hold of.
local function left() local get coroutine.wrap(function() local t = {'kept'} get = function() return t[1] end coroutine.yield() end)() return get end
local lefts = {} for i = 1, 50 do lefts[i] = left() end collectgarbage() collectgarbage()
local others = {} for i = 1, 200 do others[i] = coroutine.wrap(function() local a, b, c = {i}, {i}, {i} coroutine.yield() return a, b, c end) others[i]() end collectgarbage()
local kept = 0 for i = 1, 50 do if lefts[i]() == 'kept' then kept = kept + 1 end end print(kept)
