// QuantizedVector: a vector of length 1 as a vector set keeps it, in one of three precisions, and the distance of two.
//
// Similarities are compared by tools and by tests, so every sum is added up in the order in which the real server adds it: in floats,
// eight elements at a time, half of them in either of two accumulators.

/// How precisely a vector set keeps its vectors.
enum VectorQuantization: CaseIterable {
    /// NOQUANT: as they are, in floats.
    case none
    /// Q8: each element in a byte, of a scale of the vector's own.
    case bytes
    /// BIN: the sign of each element.
    case signs

    /// What stands for it in dumps.
    var number: UInt8 {
        switch self {
        case .none: 0
        case .bytes: 1
        case .signs: 2
        }
    }

    init?(number: UInt8) {
        guard let found = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = found
    }

    /// As VINFO and VEMB RAW tell it.
    var name: StaticString {
        switch self {
        case .none: "f32"
        case .bytes: "int8"
        case .signs: "bin"
        }
    }
}

/// A vector of length 1.
enum QuantizedVector {
    case floats([Float])
    /// The largest magnitude, which 127 stands for.
    case bytes([Int8], range: Float)
    /// Lowest bits first, set where an element is above 0.
    case signs([UInt64], count: Int)

    /// O(elements).
    init(_ elements: [Float], _ quantization: VectorQuantization) {
        switch quantization {
        case .none:
            self = .floats(elements)
        case .bytes:
            let range = elements.reduce(0) { $1.magnitude > $0 ? $1.magnitude : $0 }
            guard range != 0 else {
                self = .bytes([Int8](repeating: 0, count: elements.count), range: 0)
                return
            }
            let scale = 127 / range
            self = .bytes(elements.map { Int8(exactly: ($0 * scale).rounded()) ?? 0 }, range: range)
        case .signs:
            var words = [UInt64](repeating: 0, count: (elements.count + 63) / 64)
            for (index, element) in elements.enumerated() where element > 0 {
                words[index / 64] |= 1 << UInt64(index % 64)
            }
            self = .signs(words, count: elements.count)
        }
    }

    /// A vector of its `rawBytes`, or nil if they are too many or too few. O(elements).
    init?(raw: [UInt8], _ dimension: Int, _ quantization: VectorQuantization, range: Float) {
        switch quantization {
        case .none:
            guard let elements = [Float](raw: raw), elements.count == dimension else { return nil }
            self = .floats(elements)
        case .bytes:
            guard raw.count == dimension else { return nil }
            self = .bytes(raw.map { Int8(bitPattern: $0) }, range: range)
        case .signs:
            guard raw.count == (dimension + 63) / 64 * 8 else { return nil }
            let words = stride(from: 0, to: raw.count, by: 8).map { start in
                (0..<8).reduce(UInt64(0)) { $0 | UInt64(raw[start + $1]) << UInt64($1 * 8) }
            }
            self = .signs(words, count: dimension)
        }
    }

    /// What is left of the elements: for signs, 1 and -1. O(elements).
    var elements: [Float] {
        switch self {
        case .floats(let elements):
            return elements
        case .bytes(let bytes, let range):
            return bytes.map { Float($0) * range / 127 }
        case .signs(let words, let count):
            return (0..<count).map { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 ? 1 : -1 }
        }
    }

    /// The bytes that VEMB RAW shows. O(elements).
    var rawBytes: [UInt8] {
        switch self {
        case .floats(let elements):
            return elements.flatMap { element in
                (0..<4).map { UInt8(truncatingIfNeeded: element.bitPattern >> ($0 * 8)) }
            }
        case .bytes(let bytes, _):
            return bytes.map(UInt8.init(bitPattern:))
        case .signs(let words, _):
            return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        }
    }

    /// Bytes that it takes.
    var memoryUse: Int {
        switch self {
        case .floats(let elements): 32 + elements.count * 4
        case .bytes(let bytes, _): 32 + bytes.count
        case .signs(let words, _): 32 + words.count * 8
        }
    }

    /// From 0 for the same direction to 2 for the opposite one. Both are of one kind and size. O(elements).
    func distance(to other: QuantizedVector) -> Float {
        switch (self, other) {
        case (.floats(let left), .floats(let right)):
            return 1 - QuantizedVector.product(left, right)
        case (.bytes(let left, let leftRange), .bytes(let right, let rightRange)):
            if leftRange == 0 || rightRange == 0 { return 1 }
            let scale = (leftRange / 127) * (rightRange / 127)
            return min(2, max(0, 1 - Float(QuantizedVector.product(left, right)) * scale))
        case (.signs(let left, let count), .signs(let right, _)):
            let opposite = zip(left, right).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
            return Float(opposite) * 2 / Float(count)
        default:
            preconditionFailure("vectors of two vector sets")
        }
    }

    private static func product(_ left: [Float], _ right: [Float]) -> Float {
        var (first, second): (Float, Float) = (0, 0)
        var index = 0
        while index + 8 <= left.count {
            first +=
                left[index] * right[index] + left[index + 1] * right[index + 1]
                + left[index + 2] * right[index + 2] + left[index + 3] * right[index + 3]
            second +=
                left[index + 4] * right[index + 4] + left[index + 5] * right[index + 5]
                + left[index + 6] * right[index + 6] + left[index + 7] * right[index + 7]
            index += 8
        }
        while index < left.count {
            first += left[index] * right[index]
            index += 1
        }
        return first + second
    }

    private static func product(_ left: [Int8], _ right: [Int8]) -> Int32 {
        var sum: Int32 = 0
        for index in left.indices { sum &+= Int32(left[index]) &* Int32(right[index]) }
        return sum
    }
}

extension [Float] {
    /// Floats of four bytes each, the lowest first, or nil if a part of one is left over.
    init?(raw: [UInt8]) {
        guard raw.count.isMultiple(of: 4) else { return nil }
        self = stride(from: 0, to: raw.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(raw[start + $1]) << UInt32($1 * 8) })
        }
    }
}

/// A vector as a client gives it, made one of length 1.
struct UnitVector {
    let elements: [Float]
    /// What its length was; 1 for one of zeros, which stays as it is.
    let norm: Float

    init(_ elements: [Float]) {
        let square = UnitVector.square(elements)
        norm = square == 0 ? 1 : square.squareRoot()
        let norm = norm
        self.elements = square == 0 ? elements : elements.map { $0 / norm }
    }

    /// The sum of the squares, four at a time.
    private static func square(_ elements: [Float]) -> Float {
        var sum: Float = 0
        var index = 0
        while index + 4 <= elements.count {
            let (a, b, c, d) = (elements[index], elements[index + 1], elements[index + 2], elements[index + 3])
            sum += a * a + b * b + c * c + d * d
            index += 4
        }
        while index < elements.count {
            sum += elements[index] * elements[index]
            index += 1
        }
        return sum
    }
}
