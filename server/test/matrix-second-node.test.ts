// The same rows once more: everybody's session begins at one node, and they ask at the other.
import './at-second-node.js'
import './matrix.test.js'
