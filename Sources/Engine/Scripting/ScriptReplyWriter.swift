// What a script returns, as a reply.

import UnderstudyLua

struct ScriptReplyWriter {
    private let caller: Session
    private let scripts: ScriptEngine

    /// What the real server's interpreter has room for on its stack, and what it asks for before each value.
    private static let slots = (all: 8000, asked: 4)

    /// A table of which some is written.
    private struct Nest {
        enum Kind { case list, map, set }

        let kind: Kind
        let table: LuaTable
        /// Where the reply to it begins.
        let mark: ReplyWriter.Mark
        /// How many slots of its stack the real server has taken by then.
        let slots: Int
        var count = 0
        /// The key that was written last, and the value that belongs to it until it is written.
        var key = LuaValue.nil
        var value: LuaValue?
    }

    init(_ caller: Session, of scripts: ScriptEngine) {
        self.caller = caller
        self.scripts = scripts
    }

    private var reply: ReplyWriter { caller.reply }

    /// Writes a value as the reply that it stands for. Tables nest as deeply as the real server's stack lets them, so that they are
    /// gone through without a call for each.
    func write(_ value: LuaValue) {
        var nests: [Nest] = []
        begin(value, slots: 2, &nests)
        while let nest = nests.last {
            if let (element, taken) = next(of: &nests[nests.count - 1]) {
                begin(element, slots: nest.slots + taken, &nests)
            } else {
                end(nest)
                nests.removeLast()
            }
        }
    }

    /// The next value to write of a table, and how many slots are taken for it.
    private func next(of nest: inout Nest) -> (value: LuaValue, slots: Int)? {
        if let value = nest.value {
            nest.value = nil
            return (value, 3)
        }
        if nest.kind == .list {
            let element = nest.table.get(nest.count + 1)
            if element.isNil { return nil }
            nest.count += 1
            return (element, 1)
        }
        guard let field = nest.table.field(after: nest.key) else { return nil }
        nest.count += 1
        nest.key = field.key
        if nest.kind == .set { return (field.key, 3) }
        nest.value = field.value
        return (field.key, 4)
    }

    private func end(_ nest: Nest) {
        switch nest.kind {
        case .list: reply.array(nest.count, since: nest.mark)
        case .map: reply.map(nest.count, since: nest.mark)
        case .set: reply.prefix(since: nest.mark) { $0.set(nest.count) }
        }
    }

    /// Writes a value, or begins to if it is a table of several.
    private func begin(_ value: LuaValue, slots: Int, _ nests: inout [Nest]) {
        guard slots + ScriptReplyWriter.slots.asked <= ScriptReplyWriter.slots.all else {
            return caller.engine.replyError(CommandError("ERR reached lua stack limit"), to: caller)
        }
        if let string = value.string { return string.withBytes { reply.bulk($0) } }
        if let number = value.number { return reply.integer(number.cutToInteger) }
        if let boolean = value.boolean {
            if scripts.session.reply.version == .resp3 { return reply.boolean(boolean) }
            return boolean ? reply.integer(1) : reply.null()
        }
        guard let table = value.table else { return reply.null() }
        if writeSingle(table) || writeText(table) { return }
        var (kind, inner) = (Nest.Kind.list, table)
        if let map = table.get("map").table {
            (kind, inner) = (.map, map)
        } else if let set = table.get("set").table {
            (kind, inner) = (.set, set)
        }
        nests.append(Nest(kind: kind, table: inner, mark: reply.mark(), slots: slots))
    }

    /// Writes a table whose field says that it is an error, a status or a number; false if there is none.
    private func writeSingle(_ table: LuaTable) -> Bool {
        if table.get("err").string != nil {
            let error = ScriptError(table, nil, in: scripts.state)
            if !error.isCounted { caller.engine.countError(CommandError(bytes: error.text)) }
            reply.error(CommandError(bytes: error.text))
            scripts.run?.hasFailed = true
        } else if let status = table.get("ok").string {
            reply.simple(status)
        } else if let number = table.get("double").number {
            reply.double(number)
        } else {
            return false
        }
        return true
    }

    /// Writes a table whose field says that it is a text of a kind; false if there is none.
    private func writeText(_ table: LuaTable) -> Bool {
        if let digits = table.get("big_number").string {
            reply.bigNumber(caller.engine.profile == .valkey91 ? digits.array.asCString : digits.array)
        } else if let verbatim = table.get("verbatim_string").table, let text = verbatim.get("string").string,
            let format = verbatim.get("format").string
        {
            text.withBytes { text in format.withBytes { reply.verbatim(text, format: $0) } }
        } else {
            return false
        }
        return true
    }
}

extension Double {
    /// Cut to a whole number as the processor does it: what does not fit is the least integer.
    fileprivate var cutToInteger: Int { self >= -0x1p63 && self < 0x1p63 ? Int(self) : .min }
}

extension ReplyWriter {
    /// A simple string of a script's, whose line ends become spaces. It ends at a zero byte.
    fileprivate func simple(_ text: LuaString) {
        buffer.append(UInt8(ascii: "+"))
        for byte in text.array.asCString { buffer.append(byte.withinLine) }
        buffer.appendLineEnd()
    }

    /// Digits of a script's, whose line ends become spaces.
    fileprivate func bigNumber(_ digits: [UInt8]) {
        let digits = digits.map(\.withinLine)
        if version == .resp2 { return bulk(digits) }
        buffer.append(UInt8(ascii: "("))
        digits.withBytes { buffer.append($0) }
        buffer.appendLineEnd()
    }

    /// Text with a format, of which three letters up to a zero byte are told; a bulk string in RESP2.
    fileprivate func verbatim(_ text: Bytes, format: Bytes) {
        if version == .resp2 { return bulk(text) }
        let format = format.asCString()
        buffer.appendHeader(UInt8(ascii: "="), text.count + 4)
        for index in 0..<3 { buffer.append(index < format.count ? format[index] : 0x20) }
        buffer.append(UInt8(ascii: ":"))
        buffer.append(text)
        buffer.appendLineEnd()
    }
}
