// Reading a file and writing output.
//
// Why it is unsafe inside: it calls the C library with addresses of buffers. Why that is sound: each call is given the buffer's own size.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The functions whose names methods have too.
private enum System {
    #if canImport(Glibc)
        static let read = unsafe Glibc.read
        static let write = unsafe Glibc.write
    #else
        static let read = unsafe Darwin.read
        static let write = unsafe Darwin.write
    #endif
}

enum File {
    /// The bytes of a file; nil if it cannot be read.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = max(unsafe System.read(descriptor, buffer.baseAddress, 1 << 16), 0)
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe System.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }
}
