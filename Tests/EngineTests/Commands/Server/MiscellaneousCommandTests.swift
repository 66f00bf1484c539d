// TIME, LOLWUT, MEMORY and DEBUG. The errors were recorded from redis 8.0.6.

import Testing

@testable import UnderstudyEngine

@Suite("TIME, LOLWUT, MEMORY and DEBUG")
struct MiscellaneousCommandTests {
    private func debuggable(_ mode: String = "yes") throws -> TestEngine {
        let configuration = Configuration()
        try configuration.set("enable-debug-command", to: mode)
        return TestEngine(configuration)
    }

    @Test("TIME is the clock's")
    func time() {
        let owner = TestEngine()
        let client = owner.connect()
        #expect(client.send("time") == "*2|$10|1700000000|$1|0|")
        owner.clock.advance(microseconds: 1_234_567)
        #expect(client.send("time") == "*2|$10|1700000001|$6|234567|")
        #expect(client.send("time x") == "-ERR wrong number of arguments for 'time' command|")
    }

    @Test("LOLWUT is the same for the same arguments, and ends with the version")
    func lolwut() {
        let client = TestEngine().connect()
        let picture = client.send("lolwut")
        #expect(picture.hasSuffix("Redis ver. 8.0.6\n|"))
        #expect(client.send("lolwut") == picture)
        #expect(client.send("lolwut x y") == picture)
        #expect(client.send("lolwut 10 3") != picture)
        #expect(
            client.send("lolwut version 5 7 2 90").hasSuffix(
                "|  ▄▀▄  \n▄▀▄ ▄▀▄\n\nRule 90, from a single cell. Redis ver. 8.0.6\n|"))
        #expect(client.send("lolwut version 1") == "$17|Redis ver. 8.0.6\n|")
        #expect(client.send("lolwut VERSION -1") == "$17|Redis ver. 8.0.6\n|")
        #expect(client.send("lolwut version") == picture)
        for words in ["version x", "version 5 x", "version 6 1 x", "version 99999999999999999999"] {
            #expect(client.send("lolwut \(words)") == "-ERR value is not an integer or out of range|")
        }
        _ = client.send("hello 3")
        #expect(client.send("lolwut version 7") == "=21|txt:Redis ver. 8.0.6\n|")
    }

    @Test("MEMORY USAGE grows with the value, and reads its options first")
    func memory() {
        let client = TestEngine().connect()
        #expect(client.send("memory usage k") == "$-1|")
        #expect(client.send("memory usage k foo") == "-ERR syntax error|")
        #expect(client.send("memory usage k samples") == "-ERR syntax error|")
        #expect(client.send("memory usage k samples a") == "-ERR value is not an integer or out of range|")
        #expect(client.send("memory usage k samples -1") == "-ERR syntax error|")
        #expect(client.send("memory foo") == "-ERR unknown subcommand 'foo'. Try MEMORY HELP.|")
        #expect(client.send("memory help").hasPrefix("*14|+MEMORY <subcommand>"))
        var last = 0
        for count in [1, 100, 1000, 100_000] {
            client.send([Array("set".utf8), Array("k".utf8), Array(repeating: 0x61, count: count)])
            let reply = client.send("memory usage k samples 0 samples 5")
            let use = Int(reply.dropFirst().dropLast())!
            #expect(use > max(last, count) && use < count * 3 / 2 + 100)
            last = use
        }
        client.send("set k 1")
        let without = Int(client.send("memory usage k").dropFirst().dropLast())!
        client.send("expire k 100")
        #expect(Int(client.send("memory usage k").dropFirst().dropLast())! > without)
    }

    @Test("DEBUG is for those whom the configuration names")
    func permission() throws {
        let refusal =
            "-ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it "
            + "from a local connection, otherwise you need to set this option in the configuration file, and then restart "
            + "the server.|"
        #expect(TestEngine().connect().send("debug help") == refusal)
        #expect(TestEngine().connect().send("debug") == "-ERR wrong number of arguments for 'debug' command|")
        let local = try debuggable("local")
        #expect(local.connect(from: "127.0.0.1:9").send("debug sleep 0") == "+OK|")
        #expect(local.connect(from: "[::1]:9").send("debug sleep 0") == "+OK|")
        #expect(local.connect(from: "192.0.2.1:9").send("debug sleep 0") == refusal)
        #expect(try debuggable().connect(from: "192.0.2.1:9").send("debug sleep 0") == "+OK|")
    }

    @Test("Modules are for those whom the configuration names, and the log says that they are not loaded")
    func modules() throws {
        let configuration = Configuration()
        try configuration.set("enable-module-command", to: "local")
        let host = DetachedHost()
        var lines: [String] = []
        host.logger = { lines.append($1) }
        let owner = TestEngine(configuration, host: host)
        let refusal = "-ERR MODULE command not allowed. "
        #expect(owner.connect(from: "192.0.2.1:9").send("module unload x").hasPrefix(refusal))
        #expect(owner.connect(from: "127.0.0.1:9").send("debug sleep 0").hasPrefix("-ERR DEBUG command not allowed. "))
        #expect(
            owner.connect(from: "127.0.0.1:9").send("module load /x.so")
                == "-ERR Error loading the extension. Please check the server logs.|")
        #expect(lines == ["Module /x.so failed to load: this server cannot load modules"])
    }

    @Test("DEBUG's subcommands and their arguments")
    func debug() throws {
        let owner = try debuggable()
        let client = owner.connect()
        for words in ["foo", "sleep", "sleep 1 2", "object", "object a b", "set-active-expire", "jmap"] {
            let word = words.split(separator: " ")[0]
            #expect(
                client.send("debug \(words)")
                    == "-ERR unknown subcommand or wrong number of arguments for '\(word)'. Try DEBUG HELP.|")
        }
        #expect(client.send("debug object k") == "-ERR no such key|")
        client.send("set k hello")
        let object = client.send("debug object k")
        #expect(object.hasPrefix("+Value at:0x"))
        #expect(object.contains(" refcount:1 encoding:embstr serializedlength:6 lru:"))
        owner.clock.advance(microseconds: 7_000_000)
        #expect(client.send("debug object k").hasSuffix(" lru_seconds_idle:7|"))
        client.send("set k 5")
        #expect(client.send("debug object k").contains(" refcount:2147483647 encoding:int serializedlength:2 "))
        #expect(client.send("debug help").hasPrefix("*52|+DEBUG <subcommand>"))
    }

    @Test("DEBUG SET-ACTIVE-EXPIRE stops the removal in the background, not the expiry")
    func activeExpiry() throws {
        let owner = try debuggable()
        let client = owner.connect()
        client.send("set a 1 px 10")
        #expect(client.send("debug set-active-expire 0") == "+OK|")
        owner.advance(milliseconds: 100)
        #expect(client.send("dbsize") == ":1|")
        #expect(client.send("debug set-active-expire 1") == "+OK|")
        owner.advance(milliseconds: 0)
        #expect(client.send("dbsize") == ":0|")
    }

    @Test("DEBUG SLEEP holds everybody until the time is over")
    func sleep() throws {
        let owner = try debuggable()
        let (client, other) = (owner.connect(), owner.connect())
        #expect(client.send("debug sleep 0.5") == "")
        #expect(client.send("ping") == "" && other.send("ping") == "")
        owner.advance(milliseconds: 499)
        #expect(client.received() == "" && other.received() == "")
        owner.advance(milliseconds: 1)
        #expect(client.received() == "+OK|+PONG|" && other.received() == "+PONG|")
        for text in ["a", "-1", "0"] { #expect(client.send("debug sleep \(text)") == "+OK|") }
        #expect(client.send("multi") == "+OK|")
        client.send("debug sleep 1")
        #expect(client.send("exec") == "" && other.send("ping") == "")
        owner.advance(milliseconds: 1000)
        #expect(client.received() == "*1|+OK|" && other.received() == "+PONG|")
    }
}
