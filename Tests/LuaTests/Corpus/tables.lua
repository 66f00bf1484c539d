-- Tables: the order of a traversal, borders, growth, sorting with orders that are none.
local function keys(t) local r = {} for k in pairs(t) do r[#r + 1] = tostring(k) end return table.concat(r, ' ') end
local t = {} for i = 1, 40 do t['key' .. i] = i end print(keys(t))
for i = 1, 40, 3 do t['key' .. i] = nil end print(keys(t))
for i = 1, 20 do t[i * 7 % 23] = true end print(keys(t))
print(keys{10, 20, 30, x = 1, [4] = 2, [1.5] = 3, [-1] = 4, [true] = 5, [false] = 6, ['a\0b'] = 7})
local m = {} for i = 1, 100 do m[i] = i end for i = 1, 90 do m[i] = nil end print(#m, next(m))
for k in pairs(m) do m[k] = nil end print(next(m))
print(#{1, 2, nil, 4}, #{nil, nil, 3}, #{n = 1}, #{[1] = 1, [2] = 2, [4] = 4})
local big = {} for i = 1, 10000 do big[i] = (i * 7919) % 10007 end table.sort(big)
for i = 2, #big do if big[i - 1] > big[i] then print('out of order', i) end end print(big[1], big[5000], big[10000])
table.sort(big, function(a, b) return a > b end) print(big[1], big[10000])
local calls = 0
print(pcall(table.sort, {3, 1, 2, 5, 4, 9, 8, 7, 6, 0}, function(a, b) calls = calls + 1 return true end)) print(calls)
print(pcall(table.sort, {1, 'x', {}})) print(pcall(table.sort, {1, 2, 3}, 1))
local w = {} for i = 1, 10 do w[i] = tostring(i) end table.sort(w) print(table.concat(w, ','))
local r = {1, 2, 3} table.insert(r, 1, 0) table.insert(r, 9) table.insert(r, 20, 'far') print(table.concat(r, ','), r[20])
print(table.remove(r), table.remove(r, 1), table.remove(r, 99), table.concat(r, ','), table.remove({}))
print(table.maxn{1, 2, [10.5] = 1}, table.getn{1, 2}, pcall(table.setn, {}, 1))
print(unpack({1, 2, 3}, 2), unpack({1, 2, 3}, -1, 1), pcall(unpack, {}, 1, 1e7), select('#', unpack({}, 1, 3)))
print(next({}, nil), pcall(next, {}, 'x'), rawlen, rawequal('a', 'a'), rawget(setmetatable({}, {__index = {x = 1}}), 'x'))
local weak = setmetatable({}, {__mode = 'k'}) weak[{}] = 1 weak['s'] = 2 collectgarbage() print(keys(weak))
local values = setmetatable({}, {__mode = 'v'}) values[1] = {} values[2] = 'kept' values.x = print collectgarbage() print(values[1], values[2], values.x == print)
local log = {} local p = setmetatable({}, {__newindex = function(t, k, v) log[#log + 1] = k rawset(t, k, v) end}) p.a = 1 p.a = 2 p.b = nil print(table.concat(log, ','), keys(p))
for i, v in ipairs{1, 2, nil, 4} do io = nil print(i, v) end
table.foreach({5, 6}, print) print(table.foreachi({5, 6, 7}, function(i, v) if i == 2 then return v end end))
-- An order function that takes the elements out of the table while they are compared.
local function emptied(n)
  local t, others = {}, {} for i = 1, n do t[i] = {n - i} end
  table.sort(t, function(a, b) for i = 1, n do t[i] = false end a, b = a[1], b[1] collectgarbage() for i = 1, 50 do others[#others + 1] = {'other'} end
    for i = 1, n do t[i] = {i} end return a < b end)
  local s = {} for i = 1, n do s[i] = t[i][1] end return table.concat(s, ' ')
end
print(emptied(2)) print(emptied(3))
