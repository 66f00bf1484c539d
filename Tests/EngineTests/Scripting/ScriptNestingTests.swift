// How deep what a script returns may nest: counts of what a real server has answered.

import Testing

@testable import UnderstudyEngine

@Suite struct ScriptNestingTests {
    private let test = TestEngine()

    /// What a table replies that contains itself, and how often that says the stack is full.
    private func nests(_ code: String) -> (opened: Int, refused: Int, bytes: Int) {
        let client = test.connect()
        client.write(["EVAL", "local t = {} \(code) return t", "0"])
        let reply = client.receivedBytes()
        let lines = reply.split(separator: UInt8(ascii: "\n"))
        let refusal = "-ERR reached lua stack limit\r".utf8
        return (
            lines.count(where: { $0.first == UInt8(ascii: "*") }), lines.count(where: { $0.elementsEqual(refusal) }),
            reply.count
        )
    }

    @Test func itEndsWhereTheRealServersStackDoes() {
        #expect(nests("t[1] = t") == (7995, 1, 32010))
        #expect(nests("t.map = {a = t}") == (2665, 2, 29368))
        #expect(nests("t.map = {[t] = 1}") == (1999, 2, 16048))
        #expect(nests("t.set = {[t] = 1}") == (2665, 1, 10690))
        #expect(nests("t[1] = {map = {a = t}}") == (3998, 2, 30038))
        #expect(nests("t[1] = 1 t[2] = t") == (7995, 2, 64016))
        #expect(nests("for i = 1, 3000 do t = {t} end") == (3001, 0, 12004))
    }
}
