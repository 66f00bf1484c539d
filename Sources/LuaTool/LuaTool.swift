// What the program does: reads the source, runs it, and says on standard error what it failed with.

import UnderstudyLua

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum LuaTool {
    /// - Returns: the exit status: 1 if the file cannot be read, compiled or run.
    static func run(_ arguments: [String]) -> Int32 {
        let (eagerly, names) = ("--collect-eagerly", arguments.dropFirst())
        let files = names.filter { $0 != eagerly }
        guard files.count == 1, let file = files.first, let source = File.read(file) else {
            File.write(Array("usage: understudy-lua [\(eagerly)] FILE\n".utf8), to: 2)
            return 1
        }
        let state = LuaState(collectsEagerly: names.contains(eagerly))
        do throws(LuaError) {
            try state.openStandardLibraries()
            try state.openExtensionLibraries()
            state.setOutput { File.write($0, to: 1) }
            // A shebang is not of the language, but of files.
            let body = source.first == UInt8(ascii: "#") ? Array(source.drop { $0 != 10 }) : source
            let chunk = try state.compile(body, name: Array("@\(file)".utf8))
            // The stand-alone interpreter runs a file two calls deep.
            let runner = state.reference(state.makeFunction { call throws(LuaError) in _ = try call.call(chunk.value) })
            try state.call(runner) { _ in }
            return 0
        } catch {
            let text = state.describe(error.value)
            File.write(Array("understudy-lua: ".utf8) + text + [10], to: 2)
            return 1
        }
    }
}
