// File: the few things that a server does with files: the log's lines, the process id, the ready file, the configuration.
//
// Why it is unsafe inside: the C library takes paths and contents by pointer. Why that is sound: each pointer is to a value that
// the call borrows while it runs, with its true length.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whole files by their path.
enum File {
    /// Adds text to the end of a file, which is made if need be. One write, so that lines of several processes stay whole.
    static func append(_ text: String, to path: String) throws(SystemError) {
        let file = try Descriptor(unsafe open(path, O_APPEND | O_CREAT | O_WRONLY | O_CLOEXEC, 0o644), from: "open")
        try write(text, to: file.number)
    }

    /// Replaces a file, or makes it, in one step: whoever reads it sees the former content or the new one, never a part.
    static func replace(_ path: String, with content: [UInt8]) throws(SystemError) {
        let temporary = "\(path).\(getpid()).tmp"
        do throws(SystemError) {
            try write(content, toNew: temporary)
            guard unsafe rename(temporary, path) == 0 else { throw SystemError("rename") }
        } catch {
            remove(temporary)
            throw error
        }
    }

    private static func write(_ content: [UInt8], toNew path: String) throws(SystemError) {
        let flags = O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC
        let file = try Descriptor(unsafe open(path, flags, 0o644), from: "open")
        try write(content, to: file.number)
        guard fsync(file.number) == 0 else { throw SystemError("fsync") }
    }

    /// Writes text to an open descriptor.
    static func write(_ text: String, to descriptor: Int32) throws(SystemError) {
        try write(Array(text.utf8), to: descriptor)
    }

    private static func write(_ content: [UInt8], to descriptor: Int32) throws(SystemError) {
        try content.withBytes { (bytes) throws(SystemError) in try write(bytes, to: descriptor) }
    }

    /// Writes all of `bytes` to an open descriptor.
    static func write(_ bytes: Bytes, to descriptor: Int32) throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe systemWrite(descriptor, rest.buffer.baseAddress, rest.count)
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR { throw SystemError("write") }
        }
    }

    /// The whole of a file.
    static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let file = try Descriptor(unsafe open(path, O_RDONLY | O_CLOEXEC), from: "open")
        return try read(file.number)
    }

    /// What a descriptor gives until its end.
    static func read(_ descriptor: Int32) throws(SystemError) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = try read(descriptor, into: &chunk)
            if count == 0 { return content }
            content += chunk.prefix(count)
        }
    }

    /// Overwrites the front of `chunk` with what a descriptor gives next. Returns how many bytes that is, 0 at the end.
    static func read(_ descriptor: Int32, into chunk: inout [UInt8]) throws(SystemError) -> Int {
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe systemRead(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 { return count }
            if errno != EINTR { throw SystemError("read") }
        }
    }

    /// Reads a descriptor to its end and keeps nothing.
    static func skipToEnd(_ descriptor: Int32) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        var count = 0
        repeat {
            count = unsafe chunk.withUnsafeMutableBytes { unsafe systemRead(descriptor, $0.baseAddress, $0.count) }
        } while count > 0 || count < 0 && errno == EINTR
    }

    /// Removes a file, if it is there.
    static func remove(_ path: String) { _ = unsafe unlink(path) }
}

#if canImport(Glibc)
    private let systemWrite = unsafe Glibc.write
    private let systemRead = unsafe Glibc.read
#else
    private let systemWrite = unsafe Darwin.write
    private let systemRead = unsafe Darwin.read
#endif
