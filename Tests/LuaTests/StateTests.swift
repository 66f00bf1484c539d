// What a host relies on: limits that end scripts, values that stay alive, native functions, protection.

import Testing

@testable import UnderstudyLua

@Suite struct StateTests {
    private static let interruption = "Script killed by user"

    /// Runs a source with a hook that ends it when it has been called so many times.
    private func runInterrupted(_ source: String, after calls: Int) -> (outcome: Lua.Outcome, calls: Int) {
        var count = 0
        let outcome = Lua.run(source) { state throws(LuaError) in
            state.setHook(every: 1000) { () throws(LuaError) in
                count += 1
                if count >= calls {
                    throw LuaError(state.string(Array(Self.interruption.utf8)).value, kind: .interrupted)
                }
            }
        }
        return (outcome, count)
    }

    // MARK: Interruption

    @Test(
        arguments: [
            "while true do end", "repeat until false", "for i = 1, 1e15 do end",
            "local function f() return f() end f()",
            "while true do pcall(function() while true do end end) end",
            "coroutine.wrap(function() while true do end end)()", "xpcall(function() while true do end end, print)",
            "local t = setmetatable({}, {__index = function() while true do end end}) return t.x",
            "string.gsub('x', 'x', function() while true do end end)", "for _ in function() return 1 end do end",
            "coroutine.resume(coroutine.create(function() while true do end end)) while true do end",
            "string.find(('a'):rep(5000), ('.-'):rep(20) .. 'b')", "load(function() while true do end end)",
            "table.sort({1, 2, 3}, function() while true do end end)",
        ])
    func aScriptThatRunsForLongIsEnded(source: String) {
        let (outcome, calls) = runInterrupted(source, after: 3)
        #expect(outcome.result == "error: \(Self.interruption)")
        #expect(calls == 3)
    }

    @Test func theHookIsCalledAboutEverySoManySteps() {
        let (outcome, calls) = runInterrupted(
            "local n = 0 for i = 1, 100000 do n = n + i end return n", after: 1_000_000)
        #expect(outcome.result == "5000050000")
        #expect((95...105).contains(calls))
    }

    // MARK: Memory

    @Test(
        arguments: [
            "local t = {} for i = 1, 1e9 do t[i] = i end", "local t = {} for i = 1, 1e9 do t['k' .. i] = {} end",
            "local s = 'x' while true do s = s .. s end", "return ('x'):rep(1e9)", "return ('xyz'):rep(1e9)",
            "local t = {} for i = 1, 1e9 do t[i] = function() return t end end",
            "return (('x'):rep(1e6):gsub('x', ('y'):rep(1e6)))",
            "local t = {} for i = 1, 1e4 do t[i] = ('x'):rep(1e6) end",
            "local c = {} for i = 1, 1e9 do c[i] = coroutine.create(print and function() end) end",
            "local s = ('x'):rep(1e6) local t = {} for i = 1, 1e4 do t[i] = s end return table.concat(t)",
            "local t = {} for i = 1, 1e4 do t[i] = cjson.decode(cjson.encode({{}, {}, {}, {}, ('x'):rep(1e5)})) end",
            "string.format(('%s'):rep(1e3), unpack((function() local t = {} for i = 1, 1e3 do t[i] = ('x'):rep(1e6) end return t end)()))",
        ])
    func aScriptThatAsksForTooMuchFails(source: String) {
        let outcome = Lua.run(source) { state throws(LuaError) in state.memoryLimit = 16 << 20 }
        #expect(outcome.result.hasSuffix("not enough memory"), "\(source)")
    }

    @Test func aStateGoesOnAfterAFailureForMemory() {
        let source = """
            for i = 1, 20 do assert(not pcall(function() local t = {} for i = 1, 1e9 do t[i] = {i} end end)) end
            collectgarbage() return collectgarbage('count') < 8000
            """
        #expect(Lua.run(source) { state throws(LuaError) in state.memoryLimit = 16 << 20 }.result == "true")
    }

    @Test func garbageIsCollected() {
        let source = """
            for i = 1, 300000 do local t = {i, {i}, tostring(i), function() return i end} t[1] = t end
            collectgarbage() return collectgarbage('count') < 2000
            """
        #expect(Lua.run(source) { state throws(LuaError) in state.memoryLimit = 32 << 20 }.result == "true")
    }

    @Test func whatIsCountedIsGivenBack() throws {
        let state = LuaState()
        try state.openStandardLibraries()
        try state.collectGarbage()
        let before = state.memoryUsed
        for _ in 0..<3 {
            let chunk = try state.compile(
                Array("local t = {} for i = 1, 5000 do t['k' .. i] = {i} t[i] = function() return i end end".utf8),
                name: [])
            try state.call(chunk) { _ in }
        }
        try state.collectGarbage()
        // The stacks keep their size.
        #expect(state.memoryUsed < before + 4096)
    }

    // MARK: Values

    @Test func referencesKeepValuesAlive() throws {
        let state = LuaState()
        try state.openStandardLibraries()
        let table = state.makeTable()
        let reference = state.reference(table.value)
        try table.set(
            "name", state.string(Array("a string that is longer than forty bytes, so that it is not unique".utf8)).value
        )
        let churn = try state.compile(Array("for i = 1, 200000 do local t = {{}} end collectgarbage()".utf8), name: [])
        try state.call(churn) { _ in }
        #expect(reference.value.table?.get("name").string?.text.hasPrefix("a string that") == true)
    }

    @Test func aChunkRunsManyTimes() throws {
        let state = LuaState()
        try state.openStandardLibraries()
        let chunk = try state.compile(
            Array("local a, b = ... n = (n or 0) + a return n, b, nil".utf8), name: Array("=c".utf8))
        for round in 1...100 {
            try state.call(chunk, [LuaValue(round), LuaValue(true)]) { results throws(LuaError) in
                #expect(results.count == 3)
                #expect(results[1].number == Double(round * (round + 1) / 2))
                #expect(results[2].boolean == true)
                #expect(results[3].isNil && results[4].isNil)
            }
        }
    }

    @Test func nativeFunctionsTakeAndGiveValues() {
        let outcome = Lua.run(
            "local t, n = native('x', 2, nil) return t.first .. t[2] .. n .. select('#', native(1, 2))"
        ) {
            state throws(LuaError) in
            let native = state.makeFunction { call throws(LuaError) in
                let table = try call.makeTable(array: 2, fields: 1)
                try table.set("first", call[1])
                try table.set(2, call[2])
                try call.push(table.value)
                try call.push(call.argumentCount)
            }
            try state.globals.set("native", native)
        }
        #expect(outcome.result == "x232")
    }

    @Test func nativeFunctionsFailWithAnyValue() {
        let outcome = Lua.run(
            """
            local ok, e = pcall(fail, 'x') local ok2, e2 = pcall(function() fail() end) local ok3, e3 = pcall(function() fail({}) end)
            return tostring(ok) .. e.code .. e2 .. e3
            """
        ) { state throws(LuaError) in
            let native = state.makeFunction { call throws(LuaError) in
                if call[1].isNil { throw call.error("no argument") }
                _ = try call.checkString(1)
                let table = try call.makeTable()
                try table.set("code", LuaValue(7))
                throw LuaError(table.value)
            }
            try state.globals.set("fail", native)
        }
        #expect(
            outcome.result
                == "false7test:1: no argumenttest:1: bad argument #1 to 'fail' (string expected, got table)")
    }

    @Test func readOnlyTablesAreNotChanged() {
        let source = """
            local r = {}
            for _, f in ipairs{function() t.x = 1 end, function() t.a = 2 end, function() rawset(t, 'x', 1) end,
                function() setmetatable(t, {}) end, function() table.insert(t, 1) end, function() g = 1 end,
                function() table.sort(t, function() return true end) end, function() table.remove(t) end} do
              local ok, m = pcall(f) r[#r + 1] = tostring(ok) .. ':' .. tostring(m):match('[^:]*$')
            end
            return table.concat(r, ',') .. t.a .. #t
            """
        let outcome = Lua.run(source) { state throws(LuaError) in
            let table = state.makeTable()
            try table.set("a", LuaValue(1))
            for index in 1...3 { try table.set(index, LuaValue(index)) }
            table.isReadOnly = true
            try state.globals.set("t", table.value)
            state.globals.isReadOnly = true
        }
        let refusal = "Attempt to modify a readonly table"
        let parts = outcome.result.split(separator: ",")
        #expect(parts.count == 8 && parts.allSatisfy { $0.contains("false") && $0.contains(refusal) })
        #expect(outcome.result.hasSuffix("13"))
    }

    @Test func randomNumbersAreTheSameEverywhere() {
        let source = """
            math.randomseed(5) local a = math.random() math.randomseed(0) return a .. ' ' .. math.random() .. ' ' .. math.random(100)
            """
        #expect(Lua.run(source).result == "0.52483957937213 0.17082803611217 75")
        #expect(Lua.run("return math.random()").result == "0.39646477363839")
    }

    @Test(arguments: [
        ("local x\nerror('a')", 2), ("local x\n\nx.y = 1", 3), ("local function f()\n error({})\nend\nf()", 2),
        ("pcall(error, 'x')\nlocal t = nil + 1", 2), ("\nstring.rep()", 2), ("\nprobe(function()\n error('x') end)", 3),
        ("\n\ntable.sort({1, 2}, function() error('x') end)", 3),
    ])
    func theHostLearnsWhereAnErrorWasRaised(source: String, line: Int) throws {
        let state = LuaState()
        try state.openStandardLibraries()
        try state.globals.set("probe", state.makeFunction { call throws(LuaError) in _ = try call.call(call[1]) })
        let chunk = try state.compile(Array(source.utf8), name: Array("@user_script".utf8))
        #expect(throws: LuaError.self) { try state.call(chunk) { _ in } }
        #expect(state.errorPlace?.line == line)
        #expect(state.errorPlace?.source == Array("@user_script".utf8))
    }

    @Test func statesShareNothing() throws {
        let (first, second) = (LuaState(), LuaState())
        for state in [first, second] { try state.openStandardLibraries() }
        try first.call(try first.compile(Array("x = 1 string.rep = nil getmetatable('').__index = nil".utf8), name: []))
        { _ in }
        let chunk = try second.compile(Array("return x, ('a'):rep(2)".utf8), name: [])
        try second.call(chunk) { results throws(LuaError) in
            #expect(results[1].isNil)
            #expect(results[2].string?.text == "aa")
        }
    }
}
