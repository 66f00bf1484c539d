// The library `cjson`: its functions and options. Each library that `cjson.new` makes has options of its own.

enum JSONLibrary {
    final class Options {
        var convertsSparse = false
        var sparseRatio = 2
        var sparseSafe = 10
        var encodeDepth = 1000
        var decodeDepth = 1000
        /// What encoding does with what is no finite number: 0 refuses, 1 writes its name, 2 writes `null`.
        var encodeInvalid = 0
        /// Whether decoding takes names of numbers, hexadecimal ones and leading zeros: 0 or 1.
        var decodeInvalid = 1
        var keepsBuffer = 1
        var precision = 14
    }

    static func make(_ runtime: Runtime, globals: LuaTable) throws(LuaError) -> LuaTable {
        let table = runtime.makeTable(fields: 16)
        let options = Options()
        for (name, body) in functions(options) {
            try table.set(name, runtime.makeNative(environment: globals, body).value)
        }
        try table.set("null", .null)
        try table.set("_NAME", runtime.string("cjson").value)
        try table.set("_VERSION", runtime.string("2.1.0").value)
        return table
    }

    private static func functions(_ options: Options) -> [(StaticString, NativeFunction)] {
        [
            ("encode", { call throws(LuaError) in try encode(&call, options) }),
            ("decode", { call throws(LuaError) in try decode(&call, options) }),
            ("encode_sparse_array", { call throws(LuaError) in try setSparse(&call, options) }),
            ("encode_max_depth", integer(options, \.encodeDepth, 1...Int(Int32.max))),
            ("decode_max_depth", integer(options, \.decodeDepth, 1...Int(Int32.max))),
            ("encode_number_precision", integer(options, \.precision, 1...14)),
            ("encode_keep_buffer", choice(options, \.keepsBuffer, ["off", "on"])),
            ("encode_invalid_numbers", choice(options, \.encodeInvalid, ["off", "on", "null"])),
            ("decode_invalid_numbers", choice(options, \.decodeInvalid, ["off", "on"])),
            (
                "new",
                { call throws(LuaError) in
                    try call.push(try make(call.runtime, globals: call.thread.o.globals).value)
                }
            ),
        ]
    }

    private static func encode(_ call: inout LuaCall, _ options: Options) throws(LuaError) {
        guard call.argumentCount == 1 else { throw call.argumentError(1, "expected 1 argument") }
        var writer = JSONWriter(call, options)
        try writer.append(call[1], depth: 0)
        try call.push(try call.string(writer.bytes))
    }

    private static func decode(_ call: inout LuaCall, _ options: Options) throws(LuaError) {
        guard call.argumentCount == 1 else { throw call.argumentError(1, "expected 1 argument") }
        let text = try call.checkString(1)
        if text.count >= 2 && (text[0] == 0 || text[1] == 0) {
            throw call.error("JSON parser does not support UTF-16 or UTF-32")
        }
        var reader = JSONReader(call, text, options)
        try call.push(try reader.document())
    }

    // MARK: Options

    private static func checkCount(_ call: LuaCall, _ count: Int) throws(LuaError) {
        if call.argumentCount > count { throw call.argumentError(count + 1, "found too many arguments") }
    }

    private static func setInteger(
        _ call: inout LuaCall, _ index: Int, _ value: Int, _ range: ClosedRange<Int>
    ) throws(LuaError) -> Int {
        guard !call[index].isNil else { return value }
        let new = try call.checkInt(index)
        guard range.contains(new) else {
            throw call.argumentError(1, "expected integer between \(range.lowerBound) and \(range.upperBound)")
        }
        return new
    }

    private static func setChoice(
        _ call: inout LuaCall, _ index: Int, _ value: Int, _ names: [StaticString]
    ) throws(LuaError) -> Int {
        if call[index].isNil { return value }
        if let boolean = call[index].boolean { return boolean ? 1 : 0 }
        return try call.checkOption(index, names)
    }

    private static func pushChoice(_ call: inout LuaCall, _ value: Int, _ names: [StaticString]) throws(LuaError) {
        try call.push(value < 2 ? LuaValue(value == 1) : call.string(names[value]).value)
    }

    private static func setSparse(_ call: inout LuaCall, _ options: Options) throws(LuaError) {
        try checkCount(call, 3)
        let names: [StaticString] = ["off", "on"]
        options.convertsSparse = try setChoice(&call, 1, options.convertsSparse ? 1 : 0, names) == 1
        try pushChoice(&call, options.convertsSparse ? 1 : 0, names)
        options.sparseRatio = try setInteger(&call, 2, options.sparseRatio, 0...Int(Int32.max))
        try call.push(options.sparseRatio)
        options.sparseSafe = try setInteger(&call, 3, options.sparseSafe, 0...Int(Int32.max))
        try call.push(options.sparseSafe)
    }

    private static func integer(
        _ options: Options, _ path: ReferenceWritableKeyPath<Options, Int>, _ range: ClosedRange<Int>
    ) -> NativeFunction {
        { call throws(LuaError) in
            try checkCount(call, 1)
            options[keyPath: path] = try setInteger(&call, 1, options[keyPath: path], range)
            try call.push(options[keyPath: path])
        }
    }

    private static func choice(
        _ options: Options, _ path: ReferenceWritableKeyPath<Options, Int>, _ names: [StaticString]
    ) -> NativeFunction {
        { call throws(LuaError) in
            try checkCount(call, 1)
            options[keyPath: path] = try setChoice(&call, 1, options[keyPath: path], names)
            try pushChoice(&call, options[keyPath: path], names)
        }
    }
}
