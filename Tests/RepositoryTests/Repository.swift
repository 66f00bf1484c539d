// The repository as text: its files, with and without their comments and strings.

import Foundation
import Testing

/// The files of this repository.
enum Repository {
    /// Where it is checked out.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The Swift sources under a folder, by path from the root, in order.
    static func sources(under folder: String) -> [SourceFile] {
        files(under: folder).filter { $0.hasSuffix(".swift") }.map { SourceFile($0) }
    }

    /// The paths of the files under a folder, from the root, in order.
    static func files(under folder: String) -> [String] {
        let base = root.appending(path: folder)
        let enumerator = FileManager.default.enumerator(at: base, includingPropertiesForKeys: [.isRegularFileKey])
        let paths = (enumerator?.allObjects ?? []).compactMap { ($0 as? URL)?.path(percentEncoded: false) }
        return paths.filter { path in
            (try? URL(filePath: path).resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false
        }.map { String($0.dropFirst(root.path(percentEncoded: false).count)) }
            .filter { !$0.contains("__pycache__") }.sorted()
    }

    static func text(of path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }
}

/// A Swift source.
struct SourceFile: CustomTestStringConvertible, Sendable {
    /// From the root.
    let path: String
    let text: String
    /// The text without comments and what string and regex literals say; as many lines as before.
    let code: String

    init(_ path: String) {
        self.path = path
        text = Repository.text(of: path)
        code = SourceFile.code(of: text)
    }

    var testDescription: String { path }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The comment that the file opens with.
    var header: String { lines.prefix { $0.hasPrefix("//") }.joined(separator: "\n") }

    /// The modules that it imports.
    var imports: [String] {
        codeLines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index + 1 < words.count, index <= 2 else { return nil }
            return String(words[index + 1].prefix { $0 != "." })
        }
    }

    /// The lines of code on which `pattern` matches, as `path:line: text`.
    func occurrences(of pattern: Regex<Substring>) -> [String] {
        codeLines.enumerated().filter { $0.element.contains(pattern) }.map { "\(path):\($0.offset + 1): \($0.element)" }
    }

    private static func code(of text: String) -> String {
        var code: [UInt8] = []
        var rest = Array(text.utf8)[...]
        func passes(_ word: String) -> Bool { rest.starts(with: word.utf8) }
        while let byte = rest.first {
            if passes("//") {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            } else if passes("#/") {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !passes("/#") { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            } else if passes("\"\"\"") {
                rest = rest.dropFirst(3)
                while !rest.isEmpty, !passes("\"\"\"") {
                    if rest.first == UInt8(ascii: "\n") { code.append(UInt8(ascii: "\n")) }
                    rest = rest.dropFirst()
                }
                rest = rest.dropFirst(3)
            } else if byte == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                while let byte = rest.first, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\n") {
                    rest = rest.dropFirst(byte == UInt8(ascii: "\\") ? 2 : 1)
                }
                rest = rest.dropFirst()
            } else {
                code.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: code, as: UTF8.self)
    }
}
