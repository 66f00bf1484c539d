// What RESP3 shows of a script's big numbers that are none, which no parser of replies takes: bytes that a real server has answered.

import Testing

@testable import UnderstudyEngine

@Suite struct ScriptTextTests {
    private let test = TestEngine()

    @Test func bigNumbersAreShownAsTheyAre() {
        let client = test.connect()
        _ = client.send("HELLO 3")
        func reply(_ script: String) -> [UInt8] {
            client.write(["EVAL", script, "0"])
            return client.receivedBytes()
        }
        #expect(reply("return {big_number = '1\\0002'}") == Array("(1\u{0}2\r\n".utf8))
        #expect(reply("return {big_number = '\\255\\r1'}") == [0x28, 0xFF] + Array(" 1\r\n".utf8))
    }
}
