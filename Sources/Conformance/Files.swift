// Whole files, folders, and the little else that the runner asks of the system.
//
// This file is unsafe where it hands strings and buffers to the C library, and reads names that the library owns. It is
// sound because every pointer is used within the call that gave it, and what is read is copied at once.

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reading and writing whole files.
enum Files {
    static func read(_ path: String) throws(SpecError) -> String {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { throw SpecError("cannot be read: error \(errno)", path: path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            #if canImport(Glibc)
                let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            #else
                let count = unsafe Darwin.read(descriptor, &chunk, chunk.count)
            #endif
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws(SpecError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw SpecError("cannot be written: error \(errno)", path: path) }
        defer { close(descriptor) }
        var rest = [UInt8](text.utf8)[...]
        while !rest.isEmpty {
            #if canImport(Glibc)
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            #else
                let count = unsafe rest.withUnsafeBytes { unsafe Darwin.write(descriptor, $0.baseAddress, $0.count) }
            #endif
            guard count > 0 else { throw SpecError("cannot be written: error \(errno)", path: path) }
            rest = rest.dropFirst(count)
        }
    }

    /// The names in a folder, sorted, without those that begin with a dot.
    static func names(in folder: String) throws(SpecError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw SpecError("no such folder", path: folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func remove(_ path: String) { _ = unsafe unlink(path) }

    /// Makes the folders that a path leads through.
    static func makeFolders(for path: String) {
        for (index, character) in path.enumerated() where character == "/" && index > 0 {
            _ = unsafe mkdir(String(path.prefix(index)), 0o755)
        }
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}

/// The process that this code runs in.
enum Environment {
    /// The user's home directory, or nothing if it is not known.
    static var home: String { unsafe getenv("HOME").map { unsafe String(cString: $0) } ?? "" }

    /// Writes a line to the standard error.
    static func say(_ line: String) {
        let bytes = [UInt8]((line + "\n").utf8)
        #if canImport(Glibc)
            _ = unsafe Glibc.write(2, bytes, bytes.count)
        #else
            _ = unsafe Darwin.write(2, bytes, bytes.count)
        #endif
    }
}
