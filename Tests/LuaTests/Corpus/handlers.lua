-- Error handlers: they are called where the error arose, on top of the calls that led there, and so are the handlers of their own errors.
local function levels(count)
  local seen = {}
  for n = 1, count do seen[n] = select(2, pcall(function() error('', n) end)) end
  return table.concat(seen, '|')
end
print(xpcall(function(a) return a.b.t end, function(m) return m .. ' ' .. levels(9) end))
local function inner() local x = nil
  return x.y end
local function outer()
  inner() end
print(xpcall(outer, function(m) return m .. ' ' .. levels(9) end))
print(xpcall(function() error('a', 2) end, function(m) return m .. ' ' .. levels(9) end))
print(xpcall(function() return tostring(setmetatable({}, {__tostring = function() error('t') end})) end, function(m) return m .. ' ' .. levels(9) end))
print(xpcall(function() return ('x'):gsub('x', function() error('g') end) end, function(m) return m .. ' ' .. levels(9) end))
print(xpcall(function() coroutine.wrap(function() error('c') end)() end, function(m) return m .. ' ' .. levels(9) end))
print(xpcall(function() return {} + 1 end, function(m) return m .. ' ' .. levels(9) end))
print(xpcall(string.rep, function(m) return m .. ' ' .. levels(9) end))
local depth = 0
print(xpcall(function(a) return a.b.t end, function(m)
  depth = depth + 1
  if depth < 6 or depth > 216 then print(depth, m, levels(9)) end
  m:b(10)
end))
print(depth)
depth = 0
print(xpcall(function() error('first') end, function(m)
  depth = depth + 1
  if depth < 4 then error(m .. depth) end
  return m
end))
print(xpcall(function() error('x') end, function() return pcall(error, 'y') end))
print(xpcall(function() error('x') end, function() return select('#', 1, 2, 3), 4 end))
print(xpcall(function() error() end, function(...) return select('#', ...) end))
print(xpcall(function() error('x') end, 'no function'))
print(xpcall(function() error('x') end, setmetatable({}, {__call = function() return 'called' end})))
-- What an error leaves open is closed after its handler has run.
local get
print(xpcall(function() local v = 1 get = function() v = v + 1 return v end error('u') end, function() return get() end))
print(get(), get())
-- A handler of a stack that is full.
local function deep() return 1 + deep() end
print(xpcall(deep, function(m) return m .. ' ' .. levels(3) end))
local calls = 0
print(xpcall(deep, function(m) calls = calls + 1 return deep() end))
print(calls > 0)
print(xpcall(deep, function(m) local function again(n) if n == 0 then return m end return (again(n - 1)) end return again(20) end))
print(select(2, pcall(string.rep)), select(2, xpcall(function() return string.rep() end, function(m) return m end)))
