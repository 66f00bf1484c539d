// Connection: one client's socket, and the session that it speaks for.

import UnderstudyEngine

/// One client's socket. Lives in the loop's table from accept to close.
final class Connection {
    let socket: Descriptor
    let session: Session
    /// What events name this connection by.
    let token: Token
    /// Nothing more is read: only what is left to send keeps the connection open.
    var isClosing = false

    init(socket: consuming Descriptor, session: Session, token: Token) {
        self.socket = socket
        self.session = session
        self.token = token
    }
}

/// What an event names: a place in a table and the generation of what stands there. An event that was harvested before its
/// connection closed names a generation that has gone, so that a later connection in the same place never gets it.
struct Token: Equatable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    static func connection(slot: Int, generation: UInt32) -> Token {
        Token(rawValue: UInt64(generation & 0x7FFF_FFFF) << 32 | UInt64(UInt32(slot)))
    }

    static func listener(_ index: Int) -> Token { Token(rawValue: 1 << 63 | UInt64(index)) }

    @inline(__always)
    var isListener: Bool { rawValue >> 63 != 0 }
    @inline(__always)
    var slot: Int { Int(UInt32(truncatingIfNeeded: rawValue)) }
}
