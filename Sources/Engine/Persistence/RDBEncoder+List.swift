// Lists: a quicklist of the nodes that there are.

extension RDBWriter {
    func list(_ list: ListValue, _ middle: () -> Void) {
        type(.quicklist, middle)
        length(list.nodeCount)
        list.forEachNode { listpack, isPlain in
            length(isPlain ? RDBContainer.plain : RDBContainer.packed)
            if isPlain {
                listpack.first!.withBytes { string($0) }
            } else {
                string(listpack)
            }
        }
    }
}
