// Libraries of functions, and what is kept of all of them: names that are unique among libraries and among functions.

/// A library: code, and the functions that it registered when it was loaded.
final class FunctionLibrary {
    let name: [UInt8]
    /// The code with its first line, as it was given.
    let source: [UInt8]
    /// In the order in which they were registered.
    let functions: [LibraryFunction]

    init(name: [UInt8], source: [UInt8], functions: [LibraryFunction]) {
        self.name = name
        self.source = source
        self.functions = functions
    }
}

/// A function of a library.
struct LibraryFunction {
    let script: Script
    let description: [UInt8]?

    var name: [UInt8] { script.name }
}

/// All libraries of a server, in the order in which they came. A copy is cheap, so that what fails midway leaves no trace.
struct FunctionLibraries {
    private(set) var all: [FunctionLibrary] = []
    /// By their names in lower case: a call may write them in any case.
    private var functions: [[UInt8]: LibraryFunction] = [:]

    var functionCount: Int { functions.count }

    /// What sources and names take, in bytes. O(functions).
    var memoryUse: Int {
        all.reduce(0) { sum, library in
            sum + library.source.count + library.name.count + 64
                + library.functions.reduce(0) { $0 + $1.name.count + ($1.description?.count ?? 0) + 64 }
        }
    }

    /// The library of this name, which is told from those that differ in case.
    subscript(name: [UInt8]) -> FunctionLibrary? { all.first { $0.name == name } }

    func function(named name: [UInt8]) -> LibraryFunction? { functions[name.map(\.lowercased)] }

    mutating func remove(_ library: FunctionLibrary) {
        all.removeAll { $0 === library }
        for function in library.functions { functions[function.name.map(\.lowercased)] = nil }
    }

    /// Adds a library whose name is free.
    mutating func add(_ library: FunctionLibrary) throws(CommandError) {
        if let taken = library.functions.first(where: { functions[$0.name.map(\.lowercased)] != nil }) {
            throw taken.name.withBytes { CommandError("ERR Function ", quoting: $0, " already exists") }
        }
        all.append(library)
        for function in library.functions { functions[function.name.map(\.lowercased)] = function }
    }

    /// Adds all libraries of `others`, which take the place of those with the same names if that `replaces` them.
    mutating func add(_ others: FunctionLibraries, replaces: Bool) throws(CommandError) {
        for library in others.all {
            guard let old = self[library.name] else { continue }
            guard replaces else {
                throw library.name.withBytes { CommandError("ERR Library ", quoting: $0, " already exists") }
            }
            remove(old)
        }
        for library in others.all { try add(library) }
    }

    /// Whether a library or function may be called so.
    static func accepts(name: [UInt8]) -> Bool {
        !name.isEmpty
            && name.allSatisfy { byte in
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
            }
    }
}
