// The reply to a command as a value of Lua. The bytes are the engine's own, so they are well formed.

import UnderstudyLua

struct ScriptReplyReader {
    private let state: LuaState
    private let bytes: Bytes
    private var position = 0
    private let sizesTables: Bool

    /// - Parameter sizesTables: Whether maps and sets are made with room for their fields, whose order follows from that.
    init(_ bytes: Bytes, in state: LuaState, sizesTables: Bool) {
        self.bytes = bytes
        self.sizesTables = sizesTables
        self.state = state
    }

    /// Whether the reply is an error.
    static func isError(_ bytes: Bytes) -> Bool { bytes.count > 0 && bytes[0] == UInt8(ascii: "-") }

    /// The next value.
    mutating func value() throws(LuaError) -> LuaValue {
        let kind = bytes[position]
        let line = line()
        switch kind {
        case UInt8(ascii: "+"): return try single("ok", state.string(line).value)
        case UInt8(ascii: "-"):
            let error = ScriptError.make(ScriptError.coded(line.array), in: state, isCounted: true)
            guard let error else { throw LuaError(state.string("not enough memory").value, kind: .memory) }
            return error
        case UInt8(ascii: ":"): return LuaValue(line.integer ?? 0)
        case UInt8(ascii: "$"): return line[0] == UInt8(ascii: "-") ? LuaValue(false) : bulk(line)
        case UInt8(ascii: "*"):
            return line[0] == UInt8(ascii: "-") ? LuaValue(false) : try list(line.integer ?? 0).value
        case UInt8(ascii: "_"): return .nil
        case UInt8(ascii: "#"): return LuaValue(line[0] == UInt8(ascii: "t"))
        case UInt8(ascii: ","): return try single("double", LuaValue(line.text == "nan" ? .nan : line.double ?? 0))
        case UInt8(ascii: "("): return try single("big_number", state.string(line).value)
        case UInt8(ascii: "="): return try verbatim(line)
        case UInt8(ascii: "%"): return try single("map", try map(line.integer ?? 0).value)
        case UInt8(ascii: "~"): return try single("set", try set(line.integer ?? 0).value)
        case UInt8(ascii: "|"):
            // What is told of the reply behind it is not for scripts.
            for _ in 0..<(line.integer ?? 0) * 2 { _ = try value() }
            return try value()
        default: return .nil
        }
    }

    /// What stands behind the first byte, up to the line's end.
    private mutating func line() -> Bytes {
        let end = bytes.firstIndex(of: 0x0D, from: position) ?? bytes.count
        defer { position = end + 2 }
        return bytes[position + 1..<end]
    }

    private mutating func payload(_ header: Bytes) -> Bytes {
        let count = header.integer ?? 0
        defer { position += count + 2 }
        return bytes[position..<position + count]
    }

    private mutating func bulk(_ header: Bytes) -> LuaValue { state.string(payload(header)).value }

    private func single(_ name: StaticString, _ value: LuaValue) throws(LuaError) -> LuaValue {
        let table = state.makeTable(fields: 1)
        try table.set(name, value)
        return table.value
    }

    private mutating func list(_ count: Int) throws(LuaError) -> LuaTable {
        let table = state.makeTable(array: count)
        for index in 0..<count { try table.set(index + 1, try value()) }
        return table
    }

    private mutating func map(_ count: Int) throws(LuaError) -> LuaTable {
        let table = state.makeTable(fields: sizesTables ? count : 0)
        for _ in 0..<count {
            let key = try value()
            try table.set(key, try value())
        }
        return table
    }

    private mutating func set(_ count: Int) throws(LuaError) -> LuaTable {
        let table = state.makeTable(fields: sizesTables ? count : 0)
        for _ in 0..<count { try table.set(try value(), LuaValue(true)) }
        return table
    }

    private mutating func verbatim(_ header: Bytes) throws(LuaError) -> LuaValue {
        let payload = payload(header)
        let table = state.makeTable(fields: sizesTables ? 2 : 0)
        let parts: [(StaticString, Bytes)] = [("format", payload[0..<3]), ("string", payload.dropFirst(4))]
        // The order in which they come to be decides in which they are walked.
        for (name, part) in sizesTables ? parts : parts.reversed() { try table.set(name, state.string(part).value) }
        return try single("verbatim_string", table.value)
    }
}
