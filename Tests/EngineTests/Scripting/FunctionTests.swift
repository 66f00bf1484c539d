// Libraries of functions in dump files, and what takes too long to load. The replies were recorded from redis 8.0.6.

import Testing

@testable import UnderstudyEngine

@Suite struct FunctionTests {
    private let server: TestEngine
    private let client: TestClient

    init() throws {
        let configuration = Configuration()
        try configuration.set("dir", to: "/data")
        try configuration.set("enable-debug-command", to: "yes")
        server = TestEngine(configuration)
        client = server.connect()
    }

    private func send(_ words: String...) -> String { client.send(words.map { Array($0.utf8) }) }

    private func load(_ name: String, _ function: String, returning value: String) -> String {
        send("function", "load", FunctionTests.library(name, function, returning: value))
    }

    private static func library(_ name: String, _ function: String, returning value: String) -> String {
        "#!lua name=\(name)\nredis.register_function('\(function)', function() return \(value) end)"
    }

    @Test func librariesAreSavedAndLoaded() {
        #expect(load("a", "f", returning: "1") == "$1|a|")
        #expect(send("debug", "reload") == "+OK|")
        #expect(send("fcall", "f", "0") == ":1|")
        #expect(send("function", "flush") == "+OK|")
        #expect(load("b", "f", returning: "2") == "$1|b|")
        #expect(send("debug", "reload", "nosave") == "+OK|")
        #expect(send("fcall", "f", "0") == ":1|")
    }

    @Test func librariesThatAreThereAlreadyAreReplacedOnlyWhenKeysAre() {
        let failure = "-ERR Error trying to load the RDB dump, check server logs.|"
        #expect(load("a", "f", returning: "1") == "$1|a|")
        #expect(send("debug", "reload", "noflush") == failure)
        #expect(send("debug", "reload", "noflush", "merge") == "+OK|")
        #expect(send("function", "load", "replace", Self.library("a", "f", returning: "2")) == "$1|a|")
        #expect(send("debug", "reload", "nosave", "noflush", "merge") == "+OK|")
        #expect(send("fcall", "f", "0") == ":1|")
        #expect(send("function", "flush") == "+OK|")
        #expect(load("b", "f", returning: "3") == "$1|b|")
        #expect(send("debug", "reload", "nosave", "noflush", "merge") == failure)
        #expect(send("fcall", "f", "0") == ":3|")
    }

    @Test func aSnapshotHoldsWhatWasThereWhenItWasTaken() {
        #expect(load("a", "f", returning: "1") == "$1|a|")
        let snapshot = DatasetSnapshot(of: server.engine)
        #expect(send("function", "delete", "a") == "+OK|")
        var bytes: [UInt8] = []
        #expect(
            snapshot.write { piece in
                bytes += piece.array
                return true
            })
        #expect(server.engine.load(BytesSource(bytes), isMerged: false))
        #expect(send("fcall", "f", "0") == ":1|")
    }

    @Test func aChangeIsCounted() {
        func changes() -> String? {
            send("info", "persistence").split(separator: "|").first { $0.hasPrefix("rdb_changes") }.map(String.init)
        }
        _ = load("a", "f", returning: "1")
        #expect(changes() == "rdb_changes_since_last_save:1")
        _ = load("a", "f", returning: "1")
        _ = send("function", "delete", "nosuch")
        #expect(changes() == "rdb_changes_since_last_save:1")
        _ = send("function", "delete", "a")
        _ = send("function", "flush")
        #expect(changes() == "rdb_changes_since_last_save:3")
    }

    @Test func monitorsAreShownTheCallBeforeWhatItCalls() {
        _ = send(
            "function", "load",
            "#!lua name=a\nredis.register_function('f', function(keys) return redis.call('get', keys[1]) end)")
        let monitor = server.connect()
        #expect(monitor.send("monitor") == "+OK|")
        _ = send("fcall", "f", "1", "k")
        _ = send("fcall", "nosuch", "0")
        let shown = monitor.received().split(separator: "|").map { $0.drop { $0 != "[" } }
        #expect(
            shown == [
                #"[0 127.0.0.1:1] "fcall" "f" "1" "k""#, #"[0 lua] "get" "k""#,
                #"[0 127.0.0.1:1] "fcall" "nosuch" "0""#,
            ])
    }

    /// The replies to a transaction that sets a limit and then runs functions and scripts.
    private func repliesWithinALimit() -> String {
        let requests: [[String]] = [
            ["multi"], ["config", "set", "maxmemory", "1"], ["fcall", "w", "1", "k"], ["fcall", "r", "1", "k"],
            ["fcall", "o", "1", "k"], ["eval", "#!lua\nreturn 1", "0"],
            ["eval", "#!lua flags=no-writes\nreturn 1", "0"], ["config", "set", "maxmemory", "0"],
        ]
        for request in requests { _ = client.send(request.map { Array($0.utf8) }) }
        return send("exec")
    }

    @Test func whatIsDeclaredCountsWhereMemoryIsShort() {
        _ = send(
            "function", "load",
            """
            #!lua name=a
            redis.register_function('w', function(keys) return redis.call('set', keys[1], 1) end)
            local function get(keys) return redis.call('get', keys[1]) end
            redis.register_function{function_name='r', callback=get, flags={'no-writes'}}
            local function set(keys) return redis.call('set', keys[1], 1) end
            redis.register_function{function_name='o', callback=set, flags={'allow-oom'}}
            """)
        // Memory has not been found short so far.
        #expect(repliesWithinALimit() == "*7|+OK|+OK|$1|1|+OK|:1|:1|+OK|")
        _ = send("del", "k")
        _ = send("config", "set", "maxmemory", "1")
        server.engine.memory = MemoryReading(used: 2, nextTime: .max, nextInput: .max)
        let refusal = "-OOM command not allowed when used memory > 'maxmemory'.|"
        let place = " script: 2b58b113dac432e64a65f3ae35a5bac7217348a6, on @user_script:1.|"
        let refusalWithin: String = refusal.dropLast() + place
        let cases: [([String], String)] = [
            (["fcall", "w", "1", "k"], refusal), (["fcall", "r", "1", "k"], "$-1|"),
            (["fcall", "o", "1", "k"], "+OK|"), (["fcall_ro", "r", "1", "k"], "$1|1|"),
            (["fcall_ro", "w", "1", "k"], refusal), (["fcall", "nosuch", "0"], "-ERR Function not found|"),
            (["function", "load", Self.library("b", "f", returning: "1")], refusal),
            (["function", "restore", "x"], refusal),
            (["function", "delete", "nosuch"], "-ERR Library not found|"), (["eval", "return 1", "0"], ":1|"),
            (["eval", "#!lua\nreturn 1", "0"], refusal),
            (["eval", "#!lua flags=no-writes\nreturn 1", "0"], ":1|"),
            (["eval", "#!lua flags=allow-oom\nreturn redis.call('set', KEYS[1], 1)", "1", "k"], "+OK|"),
            (["eval", "return redis.call('set', KEYS[1], 1)", "1", "k"], refusalWithin),
        ]
        for (request, reply) in cases {
            #expect(client.send(request.map { Array($0.utf8) }) == reply, "\(request)")
        }
        _ = send("config", "set", "maxmemory", "0")
        let undeclared =
            "-OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'|"
        #expect(repliesWithinALimit() == "*7|+OK|\(undeclared)$1|1|+OK|\(undeclared):1|+OK|")
    }

    @Test func lineEndsInWhatIsUnknownAreShownAsSpaces() {
        #expect(send("function", "list", "\r\nx\n") == "-ERR Unknown argument   x |")
        #expect(send("function", "list", "libraryname", "a", "\r") == "-ERR Unknown argument  |")
    }

    @Test func aFunctionThatReturnsAnErrorHasFailed() {
        #expect(load("a", "f", returning: "{err = 'MY text'}") == "$1|a|")
        #expect(send("fcall", "f", "0") == "-MY text|")
        let failed = send("info", "commandstats").split(separator: "|").first { $0.hasPrefix("cmdstat_fcall:") }
        #expect(failed?.hasSuffix("rejected_calls=0,failed_calls=1") == true)
    }

    @Test func codeThatTakesItsTimeToLoadIsEnded() {
        server.clock.microsecondsPerReading = 200_000
        #expect(
            send("function", "load", "#!lua name=a\nwhile true do end")
                == "-ERR Error registering functions: ERR FUNCTION LOAD timeout|")
        #expect(load("a", "f", returning: "1") == "$1|a|")
        #expect(send("fcall", "f", "0") == ":1|")
    }

    @Test func aFunctionThatTakesLongIsSeenAndEnded() throws {
        let host = DetachedHost()
        let configuration = Configuration()
        try configuration.set("busy-reply-threshold", to: "3")
        let server = TestEngine(configuration, host: host)
        server.clock.microsecondsPerReading = 1000
        let (client, other) = (server.connect(), server.connect())
        client.send([
            Array("function".utf8), Array("load".utf8),
            Array("#!lua name=a\nredis.register_function('loop', function() while true do end end)".utf8),
        ])
        let busy = "-BUSY Redis is busy running a script. You can only call"
        var replies: [String] = []
        host.service = { _ in
            guard replies.isEmpty else { return }
            for line in ["ping", "function list", "script kill", "function stats", "function kill"] {
                replies.append(other.send(line))
            }
        }
        #expect(
            client.send("fcall loop 1 k x")
                == "-ERR Script killed by user with SCRIPT KILL... script: loop, on @user_function:2.|")
        #expect(replies.count == 5)
        for reply in replies.prefix(3) { #expect(reply == busy + " FUNCTION KILL or SHUTDOWN NOSAVE.|") }
        #expect(
            replies[3].hasPrefix(
                "*4|$14|running_script|*6|$4|name|$4|loop|$7|command|*5|$5|fcall|$4|loop|$1|1|$1|k|$1|x|"
                    + "$11|duration_ms|:"))
        #expect(replies[3].hasSuffix("|$7|engines|*2|$3|LUA|*4|$15|libraries_count|:1|$15|functions_count|:1|"))
        #expect(replies[4] == "+OK|")
        replies = []
        host.service = { _ in
            guard replies.isEmpty else { return }
            for line in ["function stats", "function kill", "script kill"] { replies.append(other.send(line)) }
        }
        client.send([Array("eval".utf8), Array("while true do end".utf8), Array("0".utf8)])
        let refusal = busy + " SCRIPT KILL or SHUTDOWN NOSAVE.|"
        #expect(replies == [refusal, refusal, "+OK|"])
    }

    @Test func whatWasLoadedIsFreed() {
        for round in 0..<200 {
            _ = send(
                "function", "load", "replace",
                "#!lua name=a\nlocal text = ('x'):rep(100000) .. \(round)\n"
                    + "redis.register_function('f', function() return #text end)")
        }
        #expect(send("fcall", "f", "0") == ":100003|")
        #expect(ScriptFigures(of: server.engine).functionMachine < 5_000_000)
    }
}
