// Which scripts a server forgets. The numbers were recorded from redis 8.0.6.

import Testing

@testable import UnderstudyEngine

@Suite struct ScriptCacheTests {
    private let server: TestEngine
    private let client: TestClient

    init() { self.init(TestEngine()) }

    private init(_ server: TestEngine) {
        self.server = server
        client = server.connect()
    }

    private func digest(_ source: String) -> String {
        String(decoding: SHA1.hexDigest(Array(source.utf8)), as: UTF8.self)
    }

    private func evaluate(_ numbers: Range<Int>) {
        for number in numbers { client.send([Array("eval".utf8), Array("return \(number)".utf8), Array("0".utf8)]) }
    }

    private func load(_ number: Int) {
        client.send([Array("script".utf8), Array("load".utf8), Array("return \(number)".utf8)])
    }

    /// Which of the scripts that return these numbers are known.
    private func known(_ numbers: Range<Int>) -> [Int] {
        numbers.filter { client.send("script exists \(digest("return \($0)"))") == "*1|:1|" }
    }

    private func evicted() -> String? {
        client.send("info stats").split(separator: "|").first { $0.hasPrefix("evicted_scripts") }.map(String.init)
    }

    @Test func fiveHundredAreKept() {
        evaluate(0..<600)
        #expect(known(0..<600) == Array(100..<600))
        #expect(evicted() == "evicted_scripts:100")
        client.send("config resetstat")
        #expect(evicted() == "evicted_scripts:0")
    }

    @Test func thoseThatAreUsedStay() {
        evaluate(0..<500)
        #expect(client.send("evalsha \(digest("return 0")) 0") == ":0|")
        evaluate(1..<2)
        evaluate(500..<511)
        #expect(known(0..<20) == [0, 1] + Array(13..<20))
    }

    @Test func thoseThatWereLoadedStay() {
        load(1000)
        evaluate(0..<600)
        #expect(known(1000..<1001) == [1000])
        #expect(known(0..<600) == Array(100..<600))
    }

    /// Valkey keeps one that EVAL brought when it is loaded as well; Redis does not.
    @Test(arguments: [Profile.redis80, .valkey91])
    func oneThatIsKnownIsLoaded(_ profile: Profile) throws {
        let configuration = Configuration()
        try configuration.set("compat", to: profile.word)
        let server = TestEngine(configuration)
        let tests = ScriptCacheTests(server)
        tests.evaluate(0..<500)
        tests.load(0)
        tests.evaluate(500..<510)
        #expect(tests.known(0..<20) == (profile.isValkey ? [0] : []) + Array(10..<20))
    }
}
