process.env['PARLEY_MATRIX_AT'] = 'second node'
