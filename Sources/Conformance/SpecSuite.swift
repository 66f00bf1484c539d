// The spec files of a folder: `Specs/FAMILY/COMMAND.spec`.

struct SpecSuite {
    /// Where the repository keeps its specs.
    static let defaultFolder = "Tests/ConformanceTests/Specs"

    var files: [SpecFile]

    /// Reads the files of a folder, those of one family or of one name if asked.
    init(folder: String, family: String? = nil, name: String? = nil) throws(SpecError) {
        files = []
        for folderName in try Files.names(in: folder) where family == nil || folderName == family {
            for fileName in try Files.names(in: "\(folder)/\(folderName)") where fileName.hasSuffix(".spec") {
                guard name == nil || fileName == "\(name ?? "").spec" else { continue }
                let path = "\(folder)/\(folderName)/\(fileName)"
                files.append(try SpecFile(path: path, text: try Files.read(path)))
            }
        }
        guard !files.isEmpty else { throw SpecError("no spec files match", path: folder) }
    }

    /// The folder to read when none is given: the repository's, from its root or from any folder below it.
    static func findFolder() throws(SpecError) -> String {
        var prefix = ""
        for _ in 0..<8 {
            if Files.exists(prefix + defaultFolder) { return prefix + defaultFolder }
            prefix += "../"
        }
        throw SpecError("no \(defaultFolder) here or above; name the folder with --specs")
    }
}
