// The README's example, word for word, so that it compiles and passes. The interoperability tests hold the two together.

import Testing
import Understudy

@Test func aTestHasAServerOfItsOwn() throws {
    let server = try Understudy.start(["maxclients": "10"])
    defer { server.stop() }

    // Any client of Redis, given `server.host` and `server.port`, or `server.url`.
    #expect(try converse(with: server, "SET greeting hello EX 60\r\n") == "+OK\r\n")
    #expect(try converse(with: server, "GET greeting\r\n") == "$5\r\nhello\r\n")
}
