// What a server does with libraries of functions: load them, run their functions, hand all of them on and take them over.

import UnderstudyLua

extension Engine {
    /// The interpreter of functions; made when it is first needed.
    func functionEngineForUse() throws(CommandError) -> ScriptEngine {
        if let functionEngine { return functionEngine }
        do throws(LuaError) {
            let made = try ScriptEngine(.functions, of: self)
            functionEngine = made
            return made
        } catch {
            throw .noInterpreter
        }
    }

    /// Loads the library of this source into `libraries`, which stay as they are if that fails. Returns its name.
    /// - Parameter replaces: Whether it may take the place of one with the same name.
    @discardableResult
    func loadLibrary(
        _ source: Bytes, into libraries: inout FunctionLibraries, replaces: Bool
    ) throws(CommandError) -> [UInt8] {
        let (name, code) = try ScriptShebang.parseLibrary(source, profile)
        var changed = libraries
        if let old = libraries[name] {
            guard replaces else {
                throw name.withBytes { CommandError("ERR Library '", quoting: $0, "' already exists") }
            }
            changed.remove(old)
        }
        let functions = try functionEngineForUse().functions(of: code)
        try changed.add(FunctionLibrary(name: name, source: source.array, functions: functions))
        libraries = changed
        return name
    }

    /// Forgets all libraries, and the interpreter with them.
    func removeAllLibraries() {
        libraries = FunctionLibraries()
        functionEngine = nil
    }

    // MARK: Payloads

    /// Calls `body` with all libraries as FUNCTION RESTORE takes them, borrowed.
    func withLibraryPayload(_ body: (Bytes) -> Void) {
        let version = RDBVersion(of: profile)
        let writer = RDBWriter(version, compresses: configuration.rdbCompression)
        for library in libraries.all { writer.library(library.source) }
        DumpPayload.finish(writer, body)
    }

    /// The libraries of a payload.
    func libraries(inPayload payload: Bytes) throws(CommandError) -> FunctionLibraries {
        guard let content = DumpPayload.content(of: payload, version: RDBVersion(of: profile)) else {
            throw CommandError("ERR DUMP payload version or checksum are wrong")
        }
        var libraries = FunctionLibraries()
        let reader = RDBReader(content)
        while reader.offset < content.count {
            let source: [UInt8]
            do throws(RDBError) {
                switch RDBOpcode(rawValue: try reader.byte()) {
                case .function: break
                case .functionOfPreview: throw .unsupported("ERR Pre-GA function format not supported")
                default: throw .unsupported("ERR given type is not a function")
                }
                source = try reader.array()
            } catch {
                if case .unsupported(let text) = error { throw CommandError(text) }
                throw CommandError("ERR Failed loading library payload")
            }
            try source.withBytes { (source) throws(CommandError) in
                _ = try loadLibrary(source, into: &libraries, replaces: false)
            }
        }
        return libraries
    }
}

extension RDBWriter {
    /// A library of functions.
    func library(_ source: [UInt8]) {
        opcode(.function)
        source.withBytes { string($0) }
    }
}
