// Scripts that take long: who is served meanwhile, how they are ended, and that the command at hand finds everything as it left it.
// The replies were recorded from redis 8.0.6.

import Testing

@testable import UnderstudyEngine

private let busy = "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.|"
private let killed = "-ERR Script killed by user with SCRIPT KILL..."
private let endless = "while true do end"

@Suite("Scripts that take long")
struct BusyTests {
    private let host = DetachedHost()
    private let server: TestEngine
    private let client: TestClient
    private let other: TestClient

    /// A server whose clock moves by a millisecond whenever it is read.
    init() throws {
        let configuration = Configuration()
        try configuration.set("busy-reply-threshold", to: "3")
        server = TestEngine(configuration, host: host)
        server.clock.microsecondsPerReading = 1000
        client = server.connect()
        other = server.connect(from: "127.0.0.1:2")
    }

    /// Runs a script, and `body` once while it is busy.
    private func run(_ script: String, _ body: @escaping () -> Void) -> String {
        var isDone = false
        host.service = { _ in
            guard !isDone else { return }
            isDone = true
            body()
        }
        client.write(["EVAL", script, "0"])
        #expect(isDone)
        return client.received()
    }

    private func kill() { #expect(other.send("script kill") == "+OK|") }

    @Test("Others are told so, but for what they may call")
    func refusals() {
        #expect(other.send("script kill") == "-NOTBUSY No scripts in execution right now.|")
        let reply = run(endless) { [other] in
            for line in [
                "ping", "get x", "eval x 0", "script exists x", "info", "subscribe a", "shutdown", "shutdown save",
            ] {
                #expect(other.send(line) == busy)
            }
            #expect(other.send("get") == "-ERR wrong number of arguments for 'get' command|")
            #expect(other.send("nosuch").hasPrefix("-ERR unknown command"))
            #expect(other.send("shutdown abort") == "-ERR No shutdown in progress.|")
            #expect(other.send("watch a") == "+OK|" && other.send("unwatch") == "+OK|")
            #expect(other.send("hello 3").hasPrefix("%7|"))
            #expect(other.send("reset") == "+RESET|")
            #expect(other.send("multi") == "+OK|" && other.send("discard") == "+OK|")
            #expect(other.send("multi") == "+OK|" && other.send("set x 1") == busy)
            #expect(other.send("exec") == "-EXECABORT Transaction discarded because of: " + busy.dropFirst())
            kill()
            #expect(other.send("ping") == busy)
        }
        #expect(
            reply == killed + " script: 694a5fe1ddb97a4c6a1bf299d9537c7d3d0f84e7, on @user_script:1.|")
        #expect(other.send("script kill") == "-NOTBUSY No scripts in execution right now.|")
        #expect(other.send("ping") == "+PONG|" && client.send("ping") == "+PONG|")
        #expect(other.send("info errorstats").contains("errorstat_BUSY:count=10|"))
    }

    @Test("The log tells of it")
    func log() {
        var lines: [String] = []
        host.logger = { lines.append("\($0) \($1)") }
        _ = run(endless) { kill() }
        #expect(
            lines == [
                "warning Slow script detected: still in execution after 3 milliseconds. You can try killing the "
                    + "script using the SCRIPT KILL command. Script name is: 694a5fe1ddb97a4c6a1bf299d9537c7d3d0f84e7.",
                "notice Lua script killed by user with SCRIPT KILL.",
            ])
    }

    @Test(
        "No code withstands being killed",
        arguments: [
            "while true do pcall(function() while true do end end) end",
            "while true do xpcall(function() while true do end end, function() while true do end end) end",
            "return xpcall(error, function() while true do end end)",
            "local c = coroutine.create(function() while true do end end) while true do coroutine.resume(c) end",
            "coroutine.wrap(function() pcall(function() while true do end end) end)()",
            "while true do coroutine.wrap(function() coroutine.yield() end)() end",
            "return setmetatable({}, {__index = function() while true do end end}).x",
            "return setmetatable({}, {__concat = function() while true do end end}) .. 'x'",
            "table.sort({1, 2, 3, 4}, function() while true do end end)",
            "string.gsub('abc', '.', function() while true do end end)",
            "return string.find(string.rep('a', 300), string.rep('a?', 300) .. string.rep('a', 300))",
            "while true do local s = string.rep('x', 100000) end",
            "local t = {} for i = 1, 10000 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end",
            "local t = {} for i = 1, 3000 do t[i] = 1 end while true do table.sort(t) end",
            "local function f() return f() end f()",
            "local function f() pcall(f) f() end f()",
            "repeat local t = {} until false",
            "while true do redis.pcall('get', 'x') end",
            "while true do redis.pcall('nosuch') end",
            "for i = 1, 1e300 do end",
            "for k in function() return 1 end do end",
            "while true do cjson.decode(cjson.encode({1, 2, 3})) end",
            "while true do loadstring('return 1')() end",
        ])
    func kill(script: String) {
        #expect(run(script) { kill() }.hasPrefix(killed))
        #expect(client.send("ping") == "+PONG|" && other.send("ping") == "+PONG|")
    }

    @Test("What has written is not killed")
    func unkillable() {
        let reply = run("redis.call('set', 'x', 1) for i = 1, 1e6 do end return 'done'") { [other] in
            let text =
                "-UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait "
                + "the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.|"
            #expect(other.send("script kill") == text)
        }
        #expect(reply == "$4|done|")
    }

    @Test("SHUTDOWN NOSAVE ends it without a reply")
    func shutdown() {
        let reply = run("redis.call('set', 'x', 1) while true do end") { [other] in
            #expect(other.send("shutdown nosave") == "")
        }
        #expect(reply == "" && client.isClosed && server.engine.shutdownRequest != nil)
    }

    @Test("A process that stops ends what has not written at once, and what has when it takes long")
    func stop() {
        host.isStopping = true
        client.write(["EVAL", endless, "0"])
        #expect(client.received().hasPrefix("-ERR Script ended by the shutdown of the server. script:"))
        let reply = run("redis.call('set', 'x', 1) while true do end") {}
        #expect(reply.hasPrefix("-ERR Script ended by the shutdown of the server. script:"))
        // On a clock that stands still it never takes long.
        server.clock.microsecondsPerReading = 0
        server.engine.scriptEngine?.greatestDelayOfStop = 2
        client.write(["EVAL", "redis.call('set', 'x', 1) while true do end", "0"])
        #expect(client.received().hasPrefix("-ERR Script ended by the shutdown of the server. script:"))
    }

    @Test("Without a threshold nobody is served meanwhile")
    func disabled() throws {
        try server.configuration.set("busy-reply-threshold", to: "0")
        host.service = { _ in Issue.record("served") }
        client.write(["EVAL", "for i = 1, 1e6 do end return 1", "0"])
        #expect(client.received() == ":1|")
    }

    @Test("Time stands still for the script, and goes on for the others")
    func time() {
        var isLater = false
        let script =
            "local a = redis.call('time') for i = 1, 2e6 do end local b = redis.call('time') "
            + "return {a[1] == b[1] and a[2] == b[2], redis.call('pexpire', 'x', 100), redis.call('pttl', 'x')}"
        client.send("set x 1")
        let reply = run(script) { [client, other] in
            _ = other.send("ping")
            isLater = other.session.lastInteraction.monotonic > client.session.lastInteraction.monotonic
        }
        #expect(reply == "*3|:1|:1|:100|" && isLater)
    }

    @Test("Its transaction goes on where it was")
    func transaction() {
        host.service = { [other] _ in #expect(other.send("ping") == busy) }
        client.write(bytes: Array("MULTI\r\nSET x 1\r\n".utf8))
        client.write(["EVAL", "for i = 1, 1e6 do end return redis.call('get', 'x')", "0"])
        client.write(bytes: Array("GET x\r\nEXEC\r\nPING\r\n".utf8))
        #expect(client.received() == "+OK|+QUEUED|+QUEUED|+QUEUED|*3|+OK|$1|1|$1|1|+PONG|")
    }

    @Test("Whoever waits for what it has pushed gets it when it has ended")
    func blocked() {
        let waiting = server.connect(from: "127.0.0.1:3")
        #expect(waiting.send("blpop list 0") == "")
        let reply = run("redis.call('rpush', 'list', 'a') for i = 1, 1e6 do end return redis.call('llen', 'list')") {
            [other, server] in
            #expect(other.send("multi") == "+OK|")
            server.engine.advance()
            #expect(waiting.received() == "")
        }
        #expect(reply == ":1|" && waiting.received() == "*2|$4|list|$1|a|")
    }

    @Test("What it publishes to its own client stands behind the reply, whatever others do meanwhile")
    func pushes() {
        _ = client.send("hello 3")
        _ = client.send("subscribe news")
        let reply = run("redis.call('publish', 'news', 'x') for i = 1, 1e6 do end return 1") { [other] in
            #expect(other.send("watch a") == "+OK|")
        }
        #expect(reply == ":1|>3|$7|message|$4|news|$1|x|")
    }

    @Test("Clients come and go meanwhile, and nothing of its own client is sent before it ends")
    func connections() {
        let leaving = server.connect(from: "127.0.0.1:4")
        _ = leaving.send("watch a")
        var arrived: TestClient?
        host.service = { [server, other, client] session in
            #expect(session === client.session)
            guard arrived == nil else { return }
            leaving.disconnect()
            let new = server.connect(from: "127.0.0.1:5")
            new.write(bytes: Array("PING\r\nMULTI\r\nGET a\r\nEXEC\r\nDISCARD\r\nQUIT\r\n".utf8))
            #expect(
                new.received()
                    == busy + "+OK|" + busy + "-EXECABORT Transaction discarded because of: " + busy.dropFirst()
                    + "-ERR DISCARD without MULTI|+OK|")
            arrived = new
            client.session.closeAfterReply()
            server.deliver()
            #expect(!client.isClosed && !other.isClosed)
        }
        client.write(["EVAL", "for i = 1, 1e6 do end return 1", "0"])
        #expect(client.received() == ":1|" && client.isClosed && arrived?.isClosed == true)
        #expect(server.engine.sessions.count == 1)
    }

    @Test("A script's time is counted as a whole")
    func statistics() {
        client.write(["EVAL", "for i = 1, 20 do redis.call('get', 'x') end", "0"])
        let figures = client.send("info commandstats").split(separator: "|").first { $0.contains("cmdstat_eval") }
        #expect(figures?.contains("calls=1,usec=21000,") == true, "\(figures ?? "")")
    }
}
