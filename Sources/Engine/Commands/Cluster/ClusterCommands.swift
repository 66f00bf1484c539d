// The commands of a cluster, as a server answers them that is none: clients ask in order to find that out.

enum ClusterCommands {
    static func refuse(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        throw CommandError("ERR This instance has cluster support disabled")
    }

    /// READONLY, which Valkey takes without a cluster as well.
    static func readonly(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.readsOnly = true
        session.reply.ok()
    }

    static func readwrite(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.readsOnly = false
        session.reply.ok()
    }

    /// Valkey 9.1 tells the slot of a key without a cluster as well.
    static func keySlot(_ session: Session, _ arguments: Arguments) throws(CommandError) {
        session.reply.integer(slot(of: arguments[2].array))
    }

    /// The slot of a key: by what stands in its first pair of braces, if that is not empty, or by all of it. O(length).
    static func slot(of key: [UInt8]) -> Int {
        var hashed = key[...]
        if let open = key.firstIndex(of: UInt8(ascii: "{")),
            let close = key[(open + 1)...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
        {
            hashed = key[(open + 1)..<close]
        }
        // CRC-16 of the XMODEM kind: the polynomial 0x1021, starting from 0.
        var remainder: UInt16 = 0
        for byte in hashed {
            remainder ^= UInt16(byte) << 8
            for _ in 0..<8 { remainder = remainder & 0x8000 == 0 ? remainder << 1 : remainder << 1 ^ 0x1021 }
        }
        return Int(remainder % 16384)
    }
}
