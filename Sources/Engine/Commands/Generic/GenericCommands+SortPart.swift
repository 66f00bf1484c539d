// Sorting a part of a sequence: quicksort as Bentley and McIlroy engineered it (1993), leaving alone what lies outside of the part.
//
// Where two elements compare equal, their order is what this algorithm makes of it. The real server uses the same one for the same purpose,
// so that replies agree in that too: which pivots are chosen, and what is exchanged when, is not to be changed.

extension Array {
    /// Brings the elements in `range` to where sorting all would bring them. Expected O(n + m log m) for m elements in range.
    mutating func sortPart(_ range: Range<Int>, by compare: (Element, Element) -> Int) {
        sortPart(range, in: 0..<count, compare)
    }

    private mutating func sortPart(_ range: Range<Int>, in part: Range<Int>, _ compare: (Element, Element) -> Int) {
        var part = part
        while part.count >= 7 {
            let (less, greater) = partition(part, compare)
            if less.count > 1, touches(range, less) { sortPart(range, in: less, compare) }
            guard greater.count > 1, touches(range, greater) else { return }
            part = greater
        }
        for end in part.dropFirst() {
            var place = end
            while place > part.lowerBound, compare(self[place - 1], self[place]) > 0 {
                swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    /// Whether something of `range` is in `part`. An empty range is taken to touch both sides of its place.
    private func touches(_ range: Range<Int>, _ part: Range<Int>) -> Bool {
        let last = range.upperBound - 1
        return !(range.lowerBound < part.lowerBound && last < part.lowerBound)
            && !(range.lowerBound >= part.upperBound && last >= part.upperBound)
    }

    /// Divides a part into what is less than an element of it, what is equal and what is greater; returns the first and the last.
    private mutating func partition(
        _ part: Range<Int>, _ compare: (Element, Element) -> Int
    ) -> (less: Range<Int>, greater: Range<Int>) {
        let (first, end) = (part.lowerBound, part.upperBound)
        swapAt(first, pivot(of: part, compare))
        // What is equal gathers at both ends at first: up to `equalLow`, and from `equalHigh` on.
        var (equalLow, low) = (first + 1, first + 1)
        var (equalHigh, high) = (end - 1, end - 1)
        while true {
            while low <= high, case let order = compare(self[low], self[first]), order <= 0 {
                if order == 0 {
                    swapAt(equalLow, low)
                    equalLow += 1
                }
                low += 1
            }
            while low <= high, case let order = compare(self[high], self[first]), order >= 0 {
                if order == 0 {
                    swapAt(high, equalHigh)
                    equalHigh -= 1
                }
                high -= 1
            }
            if low > high { break }
            swapAt(low, high)
            low += 1
            high -= 1
        }
        let (less, greater) = (low - equalLow, equalHigh - high)
        // They belong between the two.
        let equalBefore = Swift.min(equalLow - first, less)
        exchange(equalBefore, at: first, with: low - equalBefore)
        let equalBehind = Swift.min(greater, end - equalHigh - 1)
        exchange(equalBehind, at: low, with: end - equalBehind)
        return (first..<first + less, end - greater..<end)
    }

    /// Exchanges `count` elements from `start` on with as many from `other` on, one by one.
    private mutating func exchange(_ count: Int, at start: Int, with other: Int) {
        for offset in 0..<count { swapAt(start + offset, other + offset) }
    }

    /// The median of three elements, or of three such medians if there are many elements.
    private func pivot(of part: Range<Int>, _ compare: (Element, Element) -> Int) -> Int {
        let (first, last, count) = (part.lowerBound, part.upperBound - 1, part.count)
        let middle = first + count / 2
        if count == 7 { return middle }
        guard count > 40 else { return median(first, middle, last, compare) }
        let step = count / 8
        return median(
            median(first, first + step, first + 2 * step, compare),
            median(middle - step, middle, middle + step, compare),
            median(last - 2 * step, last - step, last, compare), compare)
    }

    private func median(_ a: Int, _ b: Int, _ c: Int, _ compare: (Element, Element) -> Int) -> Int {
        if compare(self[a], self[b]) < 0 {
            if compare(self[b], self[c]) < 0 { return b }
            return compare(self[a], self[c]) < 0 ? c : a
        }
        if compare(self[b], self[c]) > 0 { return b }
        return compare(self[a], self[c]) < 0 ? a : c
    }
}
