// ProcessFiles: the files that a configuration names, for the program that runs one server.
//
// Why it is unsafe inside: the C library's paths and lists of paths are pointers. Why that is sound: each is used within the call that
// lends it, and a list is freed by the function that made it.

import UnderstudyEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file system, as the process sees it.
struct ProcessFiles: ConfigurationFiles {
    var currentDirectory: String {
        guard let path = unsafe getcwd(nil, 0) else { return "/" }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }

    /// A path that does not depend on the directory.
    func absolute(_ path: String) -> String {
        if path.utf8.first == UInt8(ascii: "/") { return path }
        return currentDirectory.path(of: path)
    }

    func read(_ path: String) throws(ConfigurationFileError) -> [UInt8] {
        do {
            return try File.read(path)
        } catch {
            throw ConfigurationFileError(error.reason)
        }
    }

    func expand(_ pattern: String) -> [String] {
        var matches = unsafe glob_t()
        defer { unsafe globfree(&matches) }
        guard unsafe glob(pattern, 0, nil, &matches) == 0 else { return [] }
        return unsafe (0..<Int(matches.gl_pathc)).compactMap { index in
            unsafe matches.gl_pathv[index].map { unsafe String(cString: $0) }
        }
    }

    func readStandardInput() -> [UInt8] { (try? File.read(STDIN_FILENO)) ?? [] }

    func changeDirectory(_ path: String) throws(ConfigurationFileError) -> String {
        guard unsafe chdir(path) == 0 else { throw ConfigurationFileError(SystemError("chdir").reason) }
        return currentDirectory
    }

    func checkLogFile(_ path: String) throws(ConfigurationFileError) {
        do {
            try File.append("", to: path)
        } catch {
            throw ConfigurationFileError(error.reason)
        }
    }
}
