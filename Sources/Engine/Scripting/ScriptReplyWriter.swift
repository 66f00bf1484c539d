// What a script returns, as a reply.

import UnderstudyLua

struct ScriptReplyWriter {
    private let caller: Session
    /// The version of the protocol that the script has asked for, when it ends.
    private let scriptVersion: () -> ProtocolVersion

    /// How deep tables may nest.
    private static let maximumDepth = 2000

    init(_ caller: Session, scriptVersion: @escaping () -> ProtocolVersion) {
        self.caller = caller
        self.scriptVersion = scriptVersion
    }

    private var reply: ReplyWriter { caller.reply }

    /// Writes a value as the reply that it stands for.
    func write(_ value: LuaValue) { write(value, depth: 0) }

    private func write(_ value: LuaValue, depth: Int) {
        guard depth < ScriptReplyWriter.maximumDepth else {
            return caller.engine.replyError(CommandError("ERR reached lua stack limit"), to: caller)
        }
        if let string = value.string { return string.withBytes { reply.bulk($0) } }
        if let number = value.number { return reply.integer(number.cutToInteger) }
        if let boolean = value.boolean {
            if scriptVersion() == .resp3 { return reply.boolean(boolean) }
            return boolean ? reply.integer(1) : reply.null()
        }
        guard let table = value.table else { return reply.null() }
        if !writeTyped(table, depth: depth) { writeList(table, depth: depth) }
    }

    /// Writes a table whose one field names the type of the reply; false if it is none.
    private func writeTyped(_ table: LuaTable, depth: Int) -> Bool {
        if table.get("err").string != nil {
            let error = ScriptError(table, nil)
            if !error.isCounted { caller.engine.countError(CommandError(bytes: error.text)) }
            reply.error(CommandError(bytes: error.text))
            caller.engine.scriptEngine?.run?.hasFailed = true
        } else if let status = table.get("ok").string {
            reply.simple(status)
        } else if let number = table.get("double").number {
            reply.double(number)
        } else if let map = table.get("map").table {
            let mark = reply.mark()
            let count = map.forEachField { key, value in
                write(key, depth: depth + 1)
                write(value, depth: depth + 1)
            }
            reply.map(count, since: mark)
        } else if let set = table.get("set").table {
            let mark = reply.mark()
            let count = set.forEachField { key, _ in write(key, depth: depth + 1) }
            reply.prefix(since: mark) { $0.set(count) }
        } else if let digits = table.get("big_number").string {
            reply.bigNumber(String(decoding: digits.array.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self))
        } else if let verbatim = table.get("verbatim_string").table, let text = verbatim.get("string").string,
            let format = verbatim.get("format").string
        {
            text.withBytes { text in format.withBytes { reply.verbatim(text, format: $0) } }
        } else {
            return false
        }
        return true
    }

    private func writeList(_ table: LuaTable, depth: Int) {
        let mark = reply.mark()
        var index = 1
        while true {
            let element = table.get(index)
            if element.isNil { break }
            write(element, depth: depth + 1)
            index += 1
        }
        reply.array(index - 1, since: mark)
    }
}

extension Double {
    /// Cut to a whole number as the processor does it: what does not fit is the least integer.
    fileprivate var cutToInteger: Int { self >= -0x1p63 && self < 0x1p63 ? Int(self) : .min }
}

extension LuaTable {
    /// Calls `body` with each field. Returns how many there are.
    fileprivate func forEachField(_ body: (LuaValue, LuaValue) -> Void) -> Int {
        var count = 0
        var key = LuaValue.nil
        while let field = field(after: key) {
            body(field.key, field.value)
            key = field.key
            count += 1
        }
        return count
    }
}

extension ReplyWriter {
    /// A simple string of a script's, whose line ends become spaces.
    fileprivate func simple(_ text: LuaString) {
        buffer.append(UInt8(ascii: "+"))
        text.withBytes { $0.forEach { buffer.append($0 == 0x0A || $0 == 0x0D ? 0x20 : $0) } }
        buffer.appendLineEnd()
    }

    /// Text with a format, of which three letters are told; a bulk string in RESP2.
    fileprivate func verbatim(_ text: Bytes, format: Bytes) {
        if version == .resp2 { return bulk(text) }
        buffer.appendHeader(UInt8(ascii: "="), text.count + 4)
        for index in 0..<3 { buffer.append(index < format.count ? format[index] : 0x20) }
        buffer.append(UInt8(ascii: ":"))
        buffer.append(text)
        buffer.appendLineEnd()
    }
}
