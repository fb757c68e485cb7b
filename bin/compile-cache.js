'use strict'

const path = require('node:path')

/**
 * Where compiled code is kept: in the user's own folder, as what lies in a shared one could be anybody's code; null where
 * none is known. One that is not absolute counts for nothing, as the XDG specification has it.
 */
function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }) {
  const folders = [XDG_CACHE_HOME, LOCALAPPDATA, HOME && path.join(HOME, '.cache')]
  const folder = folders.find((each) => each && path.isAbsolute(each))
  return folder ? path.join(folder, 'hookstep') : null
}

module.exports = { cacheFolder }
