// PartialSort: sorts as much of an array as is asked for. Where elements are equal, their order is what the algorithm happens to
// make of it, and replies show it: so this is the real server's, the quicksort of Bentley and McIlroy ("Engineering a sort
// function", 1993), which leaves the partitions alone that hold nothing of what is asked for.

enum PartialSort {
    /// Sorts `array` so far that what belongs at `wanted` is there. O(n + wanted * log wanted), expected.
    ///
    /// - Parameter compare: Negative, zero or positive, as the first stands before the second, beside it or behind it.
    static func sort<Element>(
        _ array: inout [Element], wanted: ClosedRange<Int>, _ compare: (Element, Element) -> Int
    ) {
        sort(&array, 0..<array.count, wanted, compare)
    }

    private static func sort<Element>(
        _ array: inout [Element], _ range: Range<Int>, _ wanted: ClosedRange<Int>,
        _ compare: (Element, Element) -> Int
    ) {
        var range = range
        while range.count >= 7 {
            array.swapAt(range.lowerBound, pivot(array, range, compare))
            let (less, greater) = partition(&array, range, compare)
            if less.count > 1, less.overlaps(Range(wanted)) { sort(&array, less, wanted, compare) }
            guard greater.count > 1, greater.overlaps(Range(wanted)) else { return }
            range = greater
        }
        for index in range.dropFirst() {
            var place = index
            while place > range.lowerBound, compare(array[place - 1], array[place]) > 0 {
                array.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    /// The median of three elements, or of three medians of three.
    private static func pivot<Element>(
        _ array: [Element], _ range: Range<Int>, _ compare: (Element, Element) -> Int
    ) -> Int {
        func median(_ a: Int, _ b: Int, _ c: Int) -> Int {
            if compare(array[a], array[b]) < 0 {
                return compare(array[b], array[c]) < 0 ? b : compare(array[a], array[c]) < 0 ? c : a
            }
            return compare(array[b], array[c]) > 0 ? b : compare(array[a], array[c]) < 0 ? a : c
        }
        var (low, middle, high) = (range.lowerBound, range.lowerBound + range.count / 2, range.upperBound - 1)
        if range.count == 7 { return middle }
        if range.count > 40 {
            let step = range.count / 8
            low = median(low, low + step, low + 2 * step)
            middle = median(middle - step, middle, middle + step)
            high = median(high - 2 * step, high - step, high)
        }
        return median(low, middle, high)
    }

    /// Parts what is less than the first element, equal to it and greater; returns where the less and the greater are.
    private static func partition<Element>(
        _ array: inout [Element], _ range: Range<Int>, _ compare: (Element, Element) -> Int
    ) -> (less: Range<Int>, greater: Range<Int>) {
        let first = range.lowerBound
        // Equal ones gather at both ends: below `equalEnd` and above `equalStart`.
        var (equalEnd, low) = (first + 1, first + 1)
        var (high, equalStart) = (range.upperBound - 1, range.upperBound - 1)
        while true {
            while low <= high, case let order = compare(array[low], array[first]), order <= 0 {
                if order == 0 {
                    array.swapAt(equalEnd, low)
                    equalEnd += 1
                }
                low += 1
            }
            while low <= high, case let order = compare(array[high], array[first]), order >= 0 {
                if order == 0 {
                    array.swapAt(high, equalStart)
                    equalStart -= 1
                }
                high -= 1
            }
            if low > high { break }
            array.swapAt(low, high)
            low += 1
            high -= 1
        }
        // They move to the middle.
        let left = min(equalEnd - first, low - equalEnd)
        for offset in 0..<left { array.swapAt(first + offset, low - left + offset) }
        let right = min(equalStart - high, range.upperBound - 1 - equalStart)
        for offset in 0..<right { array.swapAt(low + offset, range.upperBound - right + offset) }
        return (
            first..<first + (low - equalEnd), range.upperBound - (equalStart - high)..<range.upperBound
        )
    }
}
