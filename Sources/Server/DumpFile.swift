// DumpFile: dumps on disk.
//
// A file is written beside the one that it is to replace, synchronised, and only then given its name; the directory is
// synchronised as well, so that the name lasts too. Whatever goes wrong on the way, the former file stays as it was, and nothing
// stays behind.
//
// Why it is unsafe inside: the C library takes paths and bytes by pointer. Why that is sound: each is borrowed for one call, with
// its true length.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes and opens dump files.
enum DumpFile {
    /// Writes a dump in place of the file at `path`. Returns nil, or why it cannot be written. On any thread.
    static func write(_ snapshot: DatasetSnapshot, to path: String) -> String? {
        let (directory, name) = split(path)
        // Several servers of one process may save to one directory.
        let number = UInt32.random(in: 0 ... .max)
        let temporary = "temp-\(getpid())-\(number).rdb"
        let temporaryPath = directory.isEmpty ? temporary : "\(directory)/\(temporary)"
        let flags = O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC
        let file: Descriptor
        do throws(SystemError) {
            file = try Descriptor(unsafe open(temporaryPath, flags, 0o644), from: "open")
        } catch {
            return "Failed opening the temp RDB file \(temporary) (in server root dir \(directory)) for saving: "
                + error.reason
        }
        do throws(SystemError) {
            try write(snapshot, to: file)
        } catch {
            File.remove(temporaryPath)
            return "Write error saving DB on disk(\(error.call)): \(error.reason)"
        }
        do throws(SystemError) {
            guard unsafe rename(temporaryPath, path) == 0 else { throw SystemError("rename") }
        } catch {
            File.remove(temporaryPath)
            return "Error moving temp DB file \(temporary) on the final destination \(name) "
                + "(in server root dir \(directory)): \(error.reason)"
        }
        do throws(SystemError) {
            try synchronize(directory: directory.isEmpty ? "." : directory)
        } catch {
            return "Failed to fsync directory while saving DB: \(error.reason)"
        }
        return nil
    }

    private static func write(_ snapshot: DatasetSnapshot, to file: borrowing Descriptor) throws(SystemError) {
        let number = file.number
        var failure: SystemError?
        let isComplete = snapshot.write { bytes in
            do throws(SystemError) {
                try File.write(bytes, to: number)
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        guard isComplete else { throw SystemError("cancelled", code: ECANCELED) }
        guard fsync(number) == 0 else { throw SystemError("fsync") }
    }

    private static func synchronize(directory: String) throws(SystemError) {
        let descriptor = try Descriptor(unsafe open(directory, O_RDONLY | O_CLOEXEC), from: "open")
        // Some file systems cannot do this to a directory, and need not.
        guard fsync(descriptor.number) == 0 || errno == EINVAL || errno == EBADF else { throw SystemError("fsync") }
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }

    /// Opens a dump. Nil if there is none.
    static func source(_ path: String) throws(DumpFileError) -> (any DumpSource)? {
        do throws(SystemError) {
            return OpenDump(try Descriptor(unsafe open(path, O_RDONLY | O_CLOEXEC), from: "open"))
        } catch {
            if error.code == ENOENT { return nil }
            throw DumpFileError(error.reason)
        }
    }
}

/// A dump that is being read.
private final class OpenDump: DumpSource {
    private let file: Descriptor
    private var chunk = [UInt8](repeating: 0, count: 32 << 10)

    init(_ file: consuming Descriptor) { self.file = file }

    func read(into buffer: ByteBuffer) -> String? {
        do throws(SystemError) {
            let count = try File.read(file.number, into: &chunk)
            chunk.withBytes { buffer.append($0[0..<count]) }
            return nil
        } catch {
            return error.reason
        }
    }
}
